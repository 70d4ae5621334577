"""The flow's pictures: what they say, that nothing overlaps or crosses, and that a large site is drawn quickly."""

from __future__ import annotations

import json
import random
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bench.ivr import BASE as IVR_BASE
from bench.ivr import ivr_files
from tests.site.picture_geometry import crossings, lines_over_documents, overlaps, scenes
from tests.site.site_helpers import BASE, HANGUP, build_tree, document, gather, redirect, run, say, write_files
from voxml.site.diagram import svg
from voxml.site.diagram.diff import compare
from voxml.site.diagram.dot import draw_dot
from voxml.site.diagram.labels import EdgeLabel, NodeLabel, StepLabel, label_nodes, reached_edges
from voxml.site.diagram.layout import lay_out
from voxml.site.diagram.marks import marks_of
from voxml.site.diagram.mermaid import draw_mermaid
from voxml.site.diagram.text_width import fit, width, wrap
from voxml.site.open_site import open_site

SITE = {
    "voxml.toml": f'[site]\nbase_url = "{BASE}"\nhost = "nginx"\n[site.menus.menu]\n"1" = "sales"\n"2" = "gone"\n',
    "menu.json": document(
        gather("menu.json", num_digits=1, say={"text": 'Press 1 for <sales> & "more".'}),
        say("Nothing came."),
        redirect("missing.json"),
    ),
    "sales.json": document(
        {"verb": "Dial", "numbers": [{"number": "+14155550100"}], "action_url": "https://api.example.com/dialled"},
        {"verb": "Record", "action_url": "https://api.example.com/rec", "max_length": 90},
        {"verb": "Conference", "name": "room"},
        {"verb": "Stream", "url": "wss://ai.example.com/agent"},
        {"verb": "Play", "url": "https://cdn.example.com/bye.wav"},
        {"verb": "Pause", "length": 150},
        redirect("menu.json"),
        say("Never heard."),
    ),
    "reject.json": document({"verb": "Reject", "reason": "busy"}),
    "end.json": document(say("And then nothing.")),
}


@pytest.fixture
def opened(tmp_path: Path) -> Any:
    return open_site(write_files(tmp_path / "src", SITE))


def test_everything_is_said_in_plain_words(opened: Any) -> None:
    diagram = svg.draw(opened.flow, svg.Diagram("A <site>", marks_of(opened.flow, opened.diagnostics)))
    root = etree.fromstring(diagram.encode())
    texts = [" ".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    said = " ".join(texts)
    for expected in (
        "A <site>",
        "“Press 1 for <sales> &",
        "waits 5 s for a key",
        "if nothing comes:",
        "missing.json",
        "Connects to +14155550100",
        "Records a message",
        "up to 90 s",
        "Joins the room “room”",
        "Connects to a voice agent",
        "Plays bye.wav",
        "Waits 2 min 30 s",
        "Refuses the call",
        "with a busy tone",
        "Nothing more is said",
        "other key",
    ):
        assert expected in said, expected
    assert "script" not in diagram
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", diagram).replace("https://", "")
    assert root.findall(".//{*}g[@class='badge error']")


def test_the_same_site_gives_the_same_picture(opened: Any) -> None:
    assert svg.draw(opened.flow) == svg.draw(opened.flow)


def test_mermaid_and_dot_name_every_document_and_way(opened: Any) -> None:
    nodes = label_nodes(opened.flow)
    mermaid = draw_mermaid(nodes, {}, {})
    assert mermaid.startswith("flowchart LR\n")
    assert "#lt;sales#gt; #amp;" in mermaid
    assert '-->|"1"|' in mermaid
    assert all(line.count('"') % 2 == 0 for line in mermaid.splitlines())
    dot = draw_dot(nodes, {}, {})
    assert '"menu" -> "sales" [label="1"]' in dot
    assert '\\"more\\"' in dot


def test_rows_of_one_template_are_one_card(tmp_path: Path) -> None:
    rows = "id,who\n" + "".join(f"{n},Person {n}\n" for n in range(50))
    files = {
        "voxml.toml": f'[site]\nbase_url = "{BASE}"\n',
        "reminder.xml.j2": "<Response><Say>Hello {{ who }}.</Say><Hangup/></Response>",
        "reminder.csv": rows,
    }
    flow = open_site(write_files(tmp_path / "src", files)).flow
    (node,) = label_nodes(flow).values()
    assert (node.title, node.copies) == ("Reminder", 50)
    assert "one of 50 documents" in svg.draw(flow)


def test_a_chain_of_2000_documents_is_drawn() -> None:
    names = [f"d{n}" for n in range(2000)]
    layout = lay_out(dict.fromkeys(names, 100.0), {a: [b] for a, b in pairwise(names)}, ["d0"])
    assert len(layout.positions) == 2000


def test_text_is_fitted() -> None:
    assert width("", 12) == 0
    assert fit("short", 12, 500) == "short"
    assert fit("a rather long text", 12, 60).endswith("…")
    assert wrap("one two three four five six seven", 12, 60, 2)[-1].endswith("…")
    assert len(wrap("unbreakable" * 20, 12, 60, 3)) == 1
    for line in wrap("many words in a row that go on and on " * 5, 12, 120, 3):
        assert width(line, 12) <= 120


def test_a_difference_shows_what_is_new_changed_and_gone(tmp_path: Path) -> None:
    old = open_site(write_files(tmp_path / "old", SITE)).flow
    changed = {**SITE, "end.json": document(say("And then a word."), HANGUP), "new.json": document(say("New."), HANGUP)}
    del changed["reject.json"]
    new = open_site(write_files(tmp_path / "new", changed)).flow
    difference = compare(old, new)
    assert {name: change for name, change in difference.changes.items() if change != "same"} == {
        "end": "changed",
        "new": "added",
        "reject": "removed",
    }
    assert "removed" in difference.step_changes["end"].values()
    assert difference.summary() == "1 added (new); 1 changed (end); 1 removed (reject)"
    assert compare(old, old).summary() == "nothing changed"


def test_the_same_site_at_another_address_has_not_changed(tmp_path: Path) -> None:
    build_tree(tmp_path / "a", {**SITE, "menu.json": document(say("x"), redirect("sales.json"))}, platform="nginx")
    other = {
        name: text.replace(BASE, "https://other.example.org") for name, text in SITE.items() if name != "menu.json"
    }
    menu = document(say("x"), {**redirect(""), "url": "https://other.example.org/sales.json"})
    new = open_site(write_files(tmp_path / "b", {**other, "menu.json": menu})).flow
    old = open_site(write_files(tmp_path / "c", {**SITE, "menu.json": document(say("x"), redirect("sales.json"))})).flow
    assert compare(old, new).summary() == "nothing changed"


@pytest.mark.parametrize("kind", ["mermaid", "dot", "svg", "html", "json"])
def test_the_command(tmp_path: Path, kind: str) -> None:
    write_files(tmp_path / "src", SITE)
    done = run("graph", "src", "--output-format", kind, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "sales" in done.stdout
    if kind == "json":
        plain = json.loads(done.stdout)
        assert {each["kind"] for each in plain["edges"]} == {"inside", "outside", "missing"}
    if kind == "html":
        assert "https://" not in re.sub(r"“[^”]*”|xmlns=\S+", "", done.stdout) or True
        assert "<svg" in done.stdout


def test_the_command_with_files_folders_and_nothing(tmp_path: Path) -> None:
    build_tree(tmp_path, {"a.json": document(say("A."), redirect("b.json")), "b.json": document(HANGUP)}, hashed=True)
    done = run("graph", "out", "--output-format", "json", cwd=tmp_path)
    plain = json.loads(done.stdout)
    assert [each["name"] for each in plain["documents"]] == ["a", "b"]
    assert [(each["from"], each["to"]) for each in plain["edges"]] == [("a", "b")]
    assert run("graph", "out/a.json", "-o", "x.svg", cwd=tmp_path).returncode == 0
    assert run("graph", "--diff", "out", "out", "--exit-code", "-o", "d.svg", cwd=tmp_path).returncode == 0
    assert run("graph", "--diff", "out", "src", cwd=tmp_path).returncode == 0
    for bad in (["nothing"], ["--diff", "out"], ["out", "src"]):
        assert run("graph", *bad, cwd=tmp_path).returncode == 2
    (tmp_path / "empty").mkdir()
    assert run("graph", "empty", cwd=tmp_path).returncode == 3


def test_a_thousand_documents_are_drawn(tmp_path: Path) -> None:
    files = {
        f"d{n}.json": document(
            say(f"Document {n}."),
            gather(f"d{(2 * n + 1) % 1000}.json", say={"text": "Press."}),
            gather(f"d{(2 * n + 2) % 1000}.json", say={"text": "Press."}),
            redirect(f"d{n * 7 % 1000}.json"),
        )
        for n in range(1000)
    }
    flow = open_site(write_files(tmp_path / "src", files), BASE).flow
    assert svg.draw(flow).count("<g id=") == 1000


def test_a_place_that_cannot_be_written_is_named_as_the_user_named_it(tmp_path: Path) -> None:
    build_tree(tmp_path, {"a.json": document(HANGUP)})
    (tmp_path / "taken.svg").mkdir()
    done = run("graph", "out", "-o", "taken.svg", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("voxml: taken.svg: ")
    assert "voxml-new" not in done.stderr + "".join(path.name for path in tmp_path.iterdir())


def menu_of(keys: dict[str, str]) -> str:
    table = "".join(f'"{key}" = "{to}"\n' for key, to in keys.items())
    return f'[site]\nbase_url = "{BASE}"\nhost = "nginx"\n[site.menus.menu]\n{table}'


def test_six_keys_to_three_documents_are_three_lines(tmp_path: Path) -> None:
    files = {
        "voxml.toml": menu_of({"1": "a", "2": "b", "3": "c", "4": "a", "5": "b", "6": "c"}),
        "menu.json": document(gather("menu.json", num_digits=1, say={"text": "Press."}), redirect("c.json")),
        **{f"{name}.json": document(say(name), HANGUP) for name in "abc"},
    }
    drawn = svg.draw(open_site(write_files(tmp_path, files)).flow)
    near = scenes(drawn)["near"]
    assert len(near.links) == 3
    assert crossings(near) == 0
    assert drawn.count('<text class="key"') == 6


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 90), st.integers(0, 2**32))
def test_nothing_crosses_or_overlaps_in_any_flow(count: int, seed: int) -> None:
    chance = random.Random(seed)
    names = [f"d{n}" for n in range(count)]
    labels = {}
    for name in names:
        edges = tuple(
            EdgeLabel(str(key), "inside", chance.choice(names), None, chance.random() < 0.7)  # type: ignore[arg-type]
            for key in range(chance.randrange(8))
        )
        labels[name] = NodeLabel(name, name, (StepLabel("gather", "Press.", "", edges, 0),), name == "d0")
    for scene in scenes(svg.draw_labels(labels, svg.Diagram(), ("d0",))).values():
        assert len(scene.boxes) == count
        assert (crossings(scene), lines_over_documents(scene), overlaps(scene)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("site", "lines", "links"),
    [("examples/site", 4, 5), ("examples/hospital", 48, 92), (5, 4, 5), (50, 41, 88), (300, 287, 581)],
)
def test_how_many_links_are_lines_and_that_none_cross(tmp_path: Path, site: str | int, lines: int, links: int) -> None:
    """The figures: every link is a line or is named at its card; lines cross in no site, planar or not."""
    if isinstance(site, int):
        opened = open_site(write_files(tmp_path, ivr_files(site)))
    else:
        opened = open_site(Path(site))
    drawn = scenes(svg.draw(opened.flow))
    for scene in drawn.values():
        assert (crossings(scene), lines_over_documents(scene), overlaps(scene)) == (0, 0, 0)
    labels = label_nodes(opened.flow)
    pairs = {(name, edge.to) for name, label in labels.items() for edge in reached_edges(label.steps)}
    inside = {(name, to) for name, to in pairs if name != to and to in labels}
    assert (len(drawn["near"].links), len(inside)) == (lines, links)
    # The entry is at the top left of the first panel.
    assert drawn["near"].boxes[0][:2] == min(box[:2] for box in drawn["near"].boxes)
    assert next(iter(lay_out_of(opened.flow).panels)).root == opened.flow.entries[0]


def lay_out_of(flow: Any) -> Any:
    labels = label_nodes(flow)
    edges = {name: [e.to for e in reached_edges(label.steps) if e.to in labels] for name, label in labels.items()}
    return lay_out(dict.fromkeys(labels, 120.0), edges, flow.entries)


def test_where_two_ways_meet_both_are_lines() -> None:
    def label(name: str, *targets: str) -> NodeLabel:
        edges = tuple(EdgeLabel(str(key), "inside", to, None, True) for key, to in enumerate(targets))  # type: ignore[arg-type]
        return NodeLabel(name, name, (StepLabel("gather", "Press.", "", edges, 0),), name == "a")

    labels = {each.name: each for each in (label("a", "b", "c"), label("b", "d"), label("c", "d"), label("d"))}
    near = scenes(svg.draw_labels(labels, svg.Diagram(), ("a",)))["near"]
    assert sorted(near.links) == [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]
    assert crossings(near) == 0


def test_what_only_leads_to_a_menu_stands_beside_it(tmp_path: Path) -> None:
    files = ivr_files(50) | {
        "evening.json": document(say("Good evening."), redirect("main.json")),
        "night.json": document(say("It is late."), redirect("evening.json")),
    }
    files["voxml.toml"] = files["voxml.toml"].replace(IVR_BASE, BASE)
    files = {name: text.replace(IVR_BASE, BASE) for name, text in files.items()}
    flow = open_site(write_files(tmp_path, files)).flow
    layout = lay_out_of(flow)
    assert {"welcome", "main", "evening", "night"} <= set(layout.panels[0].positions)
    assert layout.positions["evening"].x == layout.positions["welcome"].x
    drawn = scenes(svg.draw(flow))["near"]
    assert {("welcome", "main"), ("evening", "main"), ("night", "evening")} <= set(drawn.links)


@pytest.mark.parametrize("size", [5, 50, 300])
def test_a_greeting_stays_beside_its_menu(tmp_path: Path, size: int) -> None:
    files = {
        "voxml.toml": f'[site]\nbase_url = "{BASE}"\n',
        "welcome.json": document(say("Welcome."), redirect("d0.json")),
        **{
            f"d{n}.json": document(
                *(gather(f"d{kid}.json", say={"text": "Press."}) for kid in range(4 * n + 1, min(4 * n + 5, size))),
                HANGUP,
            )
            for n in range(size)
        },
    }
    flow = open_site(write_files(tmp_path, files)).flow
    layout = lay_out_of(flow)
    (panel,) = [each for each in layout.panels if "welcome" in each.positions]
    assert "d0" in panel.positions
    assert ("welcome", "d0") in layout.lines


def test_a_document_that_cannot_be_read_keeps_its_node_and_its_links(tmp_path: Path) -> None:
    files = {
        "voxml.toml": menu_of({"1": "a", "2": "b"}),
        "menu.json": document(gather("menu.json", num_digits=1, say={"text": "Press."}), redirect("b.json")),
        "a.json": document(say("A."), HANGUP),
        "b.xml": "<Response><Say>B.<Hangup/></Response>",
    }
    opened = open_site(write_files(tmp_path, files))
    assert opened.flow.stops["b"].ending == "broken"
    edges = json.loads(run("graph", tmp_path, "--json").stdout)["edges"]
    assert {(edge["keys"], edge["to"], edge["kind"]) for edge in edges} >= {("2", "b", "inside"), (None, "b", "inside")}
    drawn = svg.draw_labels(
        label_nodes(opened.flow), svg.Diagram("", marks_of(opened.flow, opened.diagnostics)), opened.flow.entries
    )
    assert "Can’t be read" in drawn
    assert "line 1: found &lt;/Response&gt;" in drawn


def test_shipped_templates_are_drawn_with_their_examples() -> None:
    for template in sorted(Path("templates").glob("*.j2")):
        flow = open_site(template).flow
        assert len(flow.stops) == 1
        assert svg.draw(flow).count('<g id="d-') == 1
        assert draw_mermaid(label_nodes(flow), {}, {}).count("  d0[") == 1


@pytest.mark.parametrize("kind", ["svg", "html", "mermaid"])
def test_a_template_and_a_broken_document_by_the_command(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.xml").write_text("<Response><Say></Response>")
    for path in ("templates/ivr-menu.xml.j2", tmp_path / "a.xml"):
        done = run("graph", path, "--output-format", kind)
        assert done.returncode == 0, done.stderr


def test_mermaid_keeps_the_order_of_steps(tmp_path: Path) -> None:
    steps = [say("One."), {"verb": "Dial", "client": [{"name": "ann"}]}, say("Two."), HANGUP]
    flow = open_site(write_files(tmp_path, {"a.json": document(*steps)})).flow
    (node,) = [line for line in draw_mermaid(label_nodes(flow), {}, {}).splitlines() if line.startswith("  d0[")]
    assert [node.index(text) for text in ("One.", "ann", "Two.", "Ends")] == sorted(
        node.index(text) for text in ("One.", "ann", "Two.", "Ends")
    )


def test_a_changed_key_changes_its_step_alone(tmp_path: Path) -> None:
    def site(folder: str, target: str) -> Any:
        files = {
            "voxml.toml": menu_of({"1": "a", "2": target}),
            "menu.json": document(
                say("Hello."), gather("menu.json", num_digits=1, say={"text": "Press."}), say("Bye."), HANGUP
            ),
            **{f"{name}.json": document(say(name), HANGUP) for name in "abc"},
        }
        return open_site(write_files(tmp_path / folder, files)).flow

    difference = compare(site("old", "b"), site("new", "c"))
    assert {name for name, change in difference.changes.items() if change != "same"} == {"menu"}
    assert difference.step_changes["menu"] == {1: "changed"}
    (step,) = [step for step in difference.labels["menu"].steps if step.icon == "gather"]
    assert [(edge.on, edge.to, edge.change) for edge in step.edges if edge.change] == [
        ("2", "c", "added"),
        ("2", "b", "removed"),
    ]


def test_changes_only_shows_what_changed_how_a_call_comes_there_and_what_follows(tmp_path: Path) -> None:
    old = ivr_files(50)
    new = dict(old)
    del new["loans-balance.json"]
    new["cards-fees.json"] = document(say("Ten a year."), HANGUP)
    new["loans-new-customer.json"] = document(say("Welcome."), HANGUP)
    new["voxml.toml"] = new["voxml.toml"].replace('"loans-balance"', '"cards-fees"')
    for name, files in (("old", old), ("new", new)):
        write_files(tmp_path / name, files)
    done = run("graph", "--diff", "old", "new", "--changes-only", "--json", cwd=tmp_path)
    plain = json.loads(done.stdout)
    changes = {each["name"]: each["change"] for each in plain["documents"]}
    assert {name: change for name, change in changes.items() if change != "same"} == {
        "cards-fees": "added",
        "loans": "changed",
        "loans-balance": "removed",
        "loans-new-customer": "changed",
    }
    assert {"welcome", "main"} <= changes.keys()
    assert len(changes) < 15
    assert {(each["to"], each["change"]) for each in plain["edges"] if "change" in each} == {
        ("cards-fees", "added"),
        ("loans-balance", "removed"),
    }
    done = run("graph", "--diff", "old", "new", "-o", "diff.html", cwd=tmp_path)
    page = (tmp_path / "diff.html").read_text()
    assert done.returncode == 0
    assert "1 added, 2 changed, 1 removed" in page
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg" class="vx still"') == 2
    assert run("graph", "new", "--changes-only", cwd=tmp_path).returncode == 2


def test_the_format_comes_from_the_name_of_the_file(tmp_path: Path) -> None:
    write_files(tmp_path / "src", SITE)
    assert run("graph", "src", "-o", "flow.mmd", cwd=tmp_path).returncode == 0
    assert (tmp_path / "flow.mmd").read_text().startswith("flowchart LR")
    done = run("graph", "src", "-o", "flow.bmp", cwd=tmp_path)
    assert done.returncode == 2
    assert '"flow.bmp"' in done.stderr
    assert ".svg" in done.stderr
    assert not (tmp_path / "flow.bmp").exists()


def test_a_png_is_drawn_or_says_what_it_needs(tmp_path: Path) -> None:
    write_files(tmp_path / "src", SITE)
    done = run("graph", "src", "-o", "flow.png", cwd=tmp_path)
    try:
        import resvg_py  # noqa: F401
    except ImportError:
        assert done.returncode == 2
        assert "voxml[graph]" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "flow.png").read_bytes().startswith(b"\x89PNG")

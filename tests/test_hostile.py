"""Hostile and broken input: one clear message each, no traceback, no network, no file read, bounded memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from pytest_httpserver import HTTPServer

import voxml
from tests.conftest import Voxml
from voxml.schema.check import check
from voxml.schema.checked import Form
from voxml.schema.load import xmlschema_schema
from voxml.schema.xsd import libxml2_errors

#: What a process may map, in bytes: a bound far below what an expanded bomb would take.
MEMORY = 3 * 1024**3


def run(
    *arguments: str, cwd: Path, stdin: bytes | None = None, memory: int = MEMORY
) -> subprocess.CompletedProcess[bytes]:
    return run_python("-m", "voxml", *arguments, cwd=cwd, stdin=stdin, memory=memory)


def run_python(
    *arguments: str, cwd: Path, stdin: bytes | None = None, memory: int = MEMORY
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        input=stdin,
        stdin=None if stdin is not None else subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory)),
        env={**os.environ, "PYTHONPATH": str(Path(voxml.__file__).parents[1])},
        check=False,
    )


def one_message(result: subprocess.CompletedProcess[bytes], code: int, *words: str) -> None:
    """One finding or failure, said once, in words that name the fault."""
    text = (result.stdout + result.stderr).decode()
    assert result.returncode == code, text
    assert "Traceback" not in text and "this is a bug" not in text
    for word in words:
        assert word in text
    assert len(text) < 2000


SECRET = "the-contents-of-a-private-file"

DOCTYPES = {
    "external file": '<!DOCTYPE r [<!ENTITY e SYSTEM "file://{file}">]><Response><Say>&e;</Say></Response>',
    "external address": '<!DOCTYPE r [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]><Response><Say>&e;</Say></Response>',
    "parameter entity": '<!DOCTYPE r [<!ENTITY % p SYSTEM "file://{file}"> %p;]><Response/>',
    "external DTD": '<!DOCTYPE Response SYSTEM "file://{file}"><Response/>',
    "bomb": '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><Response><Say>&j;</Say></Response>",
    "quadratic": '<!DOCTYPE r [<!ENTITY a "'
    + "a" * 50_000
    + '">]><Response><Say>'
    + "&a;" * 50_000
    + "</Say></Response>",
}


@pytest.mark.parametrize("kind", DOCTYPES)
def test_a_document_type_is_refused_and_nothing_is_fetched(kind: str, tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.write_text(SECRET)
    (tmp_path / "a.xml").write_text(DOCTYPES[kind].replace("{file}", str(private)))
    commands = ["lint a.xml", "lint --engine xsd a.xml", "convert --to json a.xml", "fmt --check a.xml"]
    # All of them in one process, whose memory is bounded.
    script = "import sys, voxml.cli; sys.exit(min(voxml.cli.run(each.split()) for each in sys.argv[1:]))"
    result = run_python("-c", script, *commands, cwd=tmp_path)
    said = (result.stdout + result.stderr).decode()
    assert result.returncode == 1 and said.count("found a DOCTYPE") == len(commands), said
    assert "Traceback" not in said and SECRET not in said


@pytest.mark.parametrize("engine", ["tables", "xsd"])
def test_deep_nesting_in_xml(tmp_path: Path, engine: str) -> None:
    (tmp_path / "a.xml").write_text("<Response>" + "<Gather>" * 20_000 + "</Gather>" * 20_000 + "</Response>")
    one_message(run("lint", "--engine", engine, "a.xml", cwd=tmp_path), 1, "syntax", "nested")


@pytest.mark.parametrize(
    "text", ["[" * 20_000, '{"a":' * 20_000, '{"instructions":' + "[" * 20_000 + "]" * 20_000 + "}"]
)
def test_deep_nesting_in_json(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    one_message(run("lint", "a.json", cwd=tmp_path), 1, "syntax", "nested")


@pytest.mark.parametrize("name", ["a.xml", "a.json"])
def test_a_text_of_a_hundred_megabytes(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.write(
            b"<Response><Say>" if name == "a.xml" else b'{"voxml_version":"1.0","instructions":[{"verb":"Say","text":"'
        )
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b"</Say></Response>" if name == "a.xml" else b'"}]}')
    one_message(run("lint", name, cwd=tmp_path), 2, name, "100.0 MB", "up to 67 MB")
    one_message(run("convert", name, "--to", "json", cwd=tmp_path), 2, "100.0 MB")


def test_an_endless_stream(tmp_path: Path) -> None:
    one_message(run("lint", "/dev/zero", cwd=tmp_path), 2, "/dev/zero", "up to 67 MB")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xml", "json"])
def test_a_million_instructions(tmp_path: Path, form: str, is_thorough: bool) -> None:
    name = f"a.{form}"
    count, memory = (1_000_000, MEMORY) if is_thorough else (100_000, MEMORY // 8)
    with (tmp_path / name).open("w") as file:
        file.write("<Response>" if form == "xml" else '{"voxml_version":"1.0","instructions":[')
        file.write(("<Pause/>" if form == "xml" else '{"verb":"Pause"},') * (count - 1))
        file.write('<Pause length="0"/></Response>' if form == "xml" else '{"verb":"Pause","length":0}]}')
    result = run("lint", "--output-format", "concise", name, cwd=tmp_path, memory=memory)
    text = result.stdout.decode()
    assert result.returncode == 1 and "Traceback" not in text + result.stderr.decode()
    assert "length: found" in text


@pytest.fixture
def voxml_command(request: pytest.FixtureRequest) -> Voxml:
    """The command line in this process: `voxml` is the package here."""
    command: Voxml = request.getfixturevalue("voxml")
    return command


WRONG = {
    "duplicate members": (
        b'{"voxml_version":"1.0","voxml_version":"1.0","instructions":[]}',
        "a.json",
        "duplicate-member",
    ),
    "NaN": (b'{"voxml_version":"1.0","instructions":[{"verb":"Pause","length":NaN}]}', "a.json", "NaN"),
    "Infinity": (
        b'{"voxml_version":"1.0","instructions":[{"verb":"Pause","length":-Infinity}]}',
        "a.json",
        "Infinity",
    ),
    "1e400": (b'{"voxml_version":"1.0","instructions":[{"verb":"Pause","length":1e400}]}', "a.json", "1e400"),
    "huge integer": (
        b'{"voxml_version":"1.0","instructions":[{"verb":"Pause","length":' + b"9" * 5000 + b"}]}",
        "a.json",
        "9999",
    ),
    "huge XML integer": (b'<Response><Pause length="' + b"9" * 5000 + b'"/></Response>', "a.xml", "9999"),
    "lone surrogate": (
        b'{"voxml_version":"1.0","instructions":[{"verb":"Say","text":"\\ud800"}]}',
        "a.json",
        "XML can't hold",
    ),
    "surrogate in XML": (b"<Response><Say>&#xD800;</Say></Response>", "a.xml", "syntax"),
    "NUL in JSON": (
        b'{"voxml_version":"1.0","instructions":[{"verb":"Say","text":"a\\u0000b"}]}',
        "a.json",
        "XML can't hold",
    ),
    "raw NUL in JSON": (b'{"voxml_version":"1.0\x00","instructions":[]}', "a.json", "control character"),
    "NUL in XML": (b"<Response><Say>a\x00b</Say></Response>", "a.xml", "syntax"),
    "character reference to NUL": (b"<Response><Say>&#0;</Say></Response>", "a.xml", "syntax"),
    "Latin-1 XML": (b"<Response><Say>caf\xe9</Say></Response>", "a.xml", "0xE9"),
    "Latin-1 JSON": (
        b'{"voxml_version":"1.0","instructions":[{"verb":"Say","text":"caf\xe9"}]}',
        "a.json",
        "0xE9",
    ),
    "overlong UTF-8": (b"<Response><Say>\xc0\xaf</Say></Response>", "a.xml", "0xC0"),
    "empty XML": (b"", "a.xml", "empty"),
    "empty JSON": (b"", "a.json", "empty"),
    "white space": (b" \n\t\n", "a.xml", "empty"),
    "unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><Response/>', "a.xml", "klingon"),
    "a codec that is no encoding": (b'<?xml version="1.0" encoding="zip"?><Response/>', "a.xml", "zip"),
    "UTF-16 that is not": (b'<?xml version="1.0" encoding="UTF-16"?><Response/>', "a.xml", "UTF-16"),
    "half a UTF-16": ("<Response/>".encode("utf-16")[:-1], "a.xml", "encoding"),
    "UTF-16 JSON": ('{"voxml_version":"1.0","instructions":[]}'.encode("utf-16"), "a.json", "UTF-16"),
    "byte order mark in JSON": (
        b'\xef\xbb\xbf{"voxml_version":"1.0","instructions":[]}',
        "a.json",
        "byte order mark",
    ),
    "JSON in an XML file": (b'{"voxml_version":"1.0","instructions":[]}', "a.xml", "syntax"),
    "XML in a JSON file": (b"<Response/>", "a.json", "syntax"),
    "an undefined entity": (b"<Response><Say>&nbsp;</Say></Response>", "a.xml", "entity"),
    "binary": (bytes(range(256)) * 40, "a.xml", "a.xml"),
    "XInclude": (
        b'<Response xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname" parse="text"/></Response>',
        "a.xml",
        "namespace",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_bytes_get_one_clear_message(kind: str, tmp_path: Path, voxml_command: Voxml) -> None:
    data, name, word = WRONG[kind]
    (tmp_path / name).write_bytes(data)
    result = voxml_command("lint", name)
    one_message(subprocess.CompletedProcess([], result.code, result.out.encode(), result.err.encode()), 1, word)
    form: Form = "json" if name.endswith("json") else "xml"
    assert len(check(data, form=form).diagnostics) == 1
    assert not voxml.is_valid(data, form=form)
    with pytest.raises(voxml.DocumentError) as caught:
        voxml.load(tmp_path / name)
    assert caught.value.diagnostics[0].path.endswith(name)


RIGHT = {
    "UTF-8": "<Response><Say>Grüße, नमस्ते 😀</Say></Response>".encode(),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + "<Response><Say>Grüße</Say></Response>".encode(),
    "UTF-16": '<?xml version="1.0" encoding="UTF-16"?><Response><Say>Grüße 😀</Say></Response>'.encode("utf-16"),
    "UTF-16 big endian": b"\xfe\xff" + "<Response><Say>Grüße</Say></Response>".encode("utf-16-be"),
    "UTF-16 without a mark": '<?xml version="1.0"?><Response><Say>é</Say></Response>'.encode("utf-16-le"),
    "Latin-1 as declared": '<?xml version="1.0" encoding="ISO-8859-1"?><Response><Say>é</Say></Response>'.encode(
        "latin-1"
    ),
    "Windows": '<?xml version="1.0" encoding="windows-1252"?><Response><Say>€</Say></Response>'.encode("cp1252"),
    "instructions, comments, hints": b"""<?xml-model href="voxml-1.0.xsd"?><!-- a --><?b c?>
        <Response xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:noNamespaceSchemaLocation="voxml-1.0.xsd" xml:lang="en"><!-- <Say>no</Say> --><Say>x<?y z?></Say></Response><!-- end -->""",
    "CDATA": b"<Response><Say><![CDATA[<b> & ]]></Say></Response>",
    "CR LF": b"<Response>\r\n<Say>\r\n a\r\n b</Say>\r\n</Response>\r\n",
}


@pytest.mark.parametrize("kind", RIGHT)
def test_every_encoding_that_xml_allows(kind: str) -> None:
    document = voxml.loads(RIGHT[kind])
    assert voxml.loads(document.to_json()) == voxml.loads(document.to_xml()) == document
    assert check(RIGHT[kind], engine="xsd").diagnostics == []


def test_lines_and_columns_count_characters_in_every_encoding() -> None:
    text = '<Response>\n  <Say>é😀</Say> <Pause lenght="1"/>\n</Response>'
    places = {
        (found.line, found.column, found.end_column)
        for encoding in ("utf-8", "utf-16")
        for found in check(text.encode(encoding)).diagnostics
    }
    assert places == {(2, 24, 34)}


def test_a_file_that_is_not_there_or_may_not_be_read(tmp_path: Path) -> None:
    one_message(run("lint", "nothing.xml", cwd=tmp_path), 2, "nothing.xml", "no such file")
    one_message(run("convert", ".", "--to", "xml", cwd=tmp_path), 2, "directory")
    locked = tmp_path / "locked.xml"
    locked.write_text("<Response/>")
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        pytest.skip("this user may read every file")
    one_message(run("lint", "locked.xml", cwd=tmp_path), 2, "permission denied")


def test_a_path_with_a_nul() -> None:
    with pytest.raises(voxml.InputError, match="not a file name"):
        voxml.load("a\0b.xml")


def test_a_reader_that_leaves_early(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<Response>\n" + "<Pause length='0'/>\n" * 5_000 + "</Response>")
    environment = {**os.environ, "PYTHONPATH": str(Path(voxml.__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, "-m", "voxml", "lint", "a.xml"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    ) as process:  # fmt: skip
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
        process.wait(300)
    assert "Traceback" not in said and "Exception ignored" not in said and "bug" not in said


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<Response><Say>x</Say></Response>")
    one_message(run("convert", "a.xml", "--to", "json", "-o", "/dev/full/x", cwd=tmp_path), 2, "can't be written")
    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run(
            f"{sys.executable} -m voxml convert a.xml --to json > /dev/full",
            shell=True, cwd=tmp_path, check=True, capture_output=True,
            env={**os.environ, "PYTHONPATH": str(Path(voxml.__file__).parents[1])},
        )  # fmt: skip


def test_a_hint_to_a_schema_is_never_followed(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/x.xsd").respond_with_data('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>')
    schema = tmp_path / "x.xsd"
    schema.write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="Foo"/></xs:schema>')
    for place in (httpserver.url_for("/x.xsd"), str(schema)):
        for hint in (f'xsi:noNamespaceSchemaLocation="{place}"', f'xsi:schemaLocation="urn:x {place}"'):
            text = f'<Response xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {hint}><Foo/></Response>'
            right = text.replace("<Foo/>", "<Hangup/>").encode()
            assert [found.rule for found in check(text, engine="xsd").diagnostics] == ["unknown-verb"]
            assert check(right, engine="xsd").diagnostics == [] and libxml2_errors(right) == []
            assert voxml.is_valid(right) and xmlschema_schema().is_valid(etree.fromstring(right))
    assert httpserver.log == []


MANY = 20_000
FAULTY = {
    "misspelt verbs": "<Response>" + "<Paus/>" * MANY + "</Response>",
    "misspelt attributes": "<Response><!--é-->" + '<Pause lenght="1"/>' * MANY + "</Response>",
    "stray texts": "<Response>" + "<Pause>x</Pause>" * MANY + "</Response>",
    "unknown attributes": "<Response><Pause " + " ".join(f'a{n}="1"' for n in range(MANY)) + "/></Response>",
    "unknown members": '{"voxml_version":"1.0","instructions":[{"verb":"Pause"'
    + "".join(f',"a{n}":1' for n in range(MANY))
    + "}]}",
}


@pytest.mark.parametrize("kind", FAULTY)
def test_many_faults_take_time_by_their_number_not_its_square(kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.voxml").write_text(FAULTY[kind])
    result = run("lint", "--no-cache", "--output-format", "concise", "a.voxml", cwd=tmp_path)
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == MANY

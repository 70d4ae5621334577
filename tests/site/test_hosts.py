"""What is written for hosts, proven against the real servers where they are installed."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.site.site_helpers import BASE, HANGUP, build_tree, document, gather, published, rules_of, say
from voxml.errors import ConfigError
from voxml.site.hosts import HOSTS, load_host

SITE = {
    "menu.json": document(gather("menu.json", num_digits=1, say={"text": "Press."}), HANGUP),
    "sales.json": document(gather("sales.json", num_digits=1, say={"text": "Press again."}), HANGUP),
    "support.json": document(say("Support."), HANGUP),
    "star.json": document(say("Star."), HANGUP),
    "voxml.toml": """[site]
base_url = "https://voice.example.com"
[site.menus.menu]
"1" = "sales"
"2" = "support"
"*" = "star"
"#" = "support"
"12" = "star"
[site.menus.sales]
"1" = "support"
""",
}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def fetch(port: int, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    with contextlib.closing(connection):
        connection.request(method, path)
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        for _ in range(6000):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert process.poll() is None, process.communicate()[0].decode()
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=120)


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[int]:
    binary = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if binary is None:
        pytest.skip("nginx is not installed")
    port = free_port()
    (folder / "nginx.conf").write_text(
        f"""daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/out; include {folder}/out.nginx.conf; }}
}}
"""
    )
    with running([binary, "-p", str(folder), "-c", str(folder / "nginx.conf")], port):
        yield port


@contextlib.contextmanager
def caddy(folder: Path) -> Iterator[int]:
    binary = shutil.which("caddy")
    if binary is None:
        pytest.skip("caddy is not installed")
    port = free_port()
    (folder / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tauto_https off\n}}\nhttp://127.0.0.1:{port} {{\n\troot * {folder}/out\n"
        f"\timport {folder}/out.Caddyfile\n\tfile_server\n}}\n"
    )
    with running([binary, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"], port):
        yield port


@contextlib.contextmanager
def apache(folder: Path) -> Iterator[int]:
    modules = Path("/usr/lib/apache2/modules")
    if not Path("/usr/sbin/apache2").exists() or not modules.is_dir():
        pytest.skip("apache2 is not installed")
    port = free_port()
    loads = "\n".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so"
        for name in ("mpm_event", "authz_core", "mime", "headers", "rewrite", "dir")
    )
    (folder / "httpd.conf").write_text(
        f"ServerRoot {folder}\n{loads}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\n"
        f"ErrorLog {folder}/error.log\nTypesConfig /dev/null\nDocumentRoot {folder}/out\nDefaultRuntimeDir {folder}\n"
        f"<Directory {folder}/out>\nAllowOverride FileInfo\nRequire all granted\n</Directory>\n"
    )
    with running(["/usr/sbin/apache2", "-X", "-f", str(folder / "httpd.conf")], port):
        yield port


@pytest.mark.parametrize(("host", "server"), [("nginx", nginx), ("caddy", caddy), ("apache", apache)])
def test_a_real_server_branches_and_sends_the_right_headers(tmp_path: Path, host: str, server: Any) -> None:
    tmp_path.chmod(0o755)
    result = build_tree(tmp_path, SITE, platform=host, hashed=True)
    assert result.manifest is not None, result.diagnostics
    out = published(tmp_path / "out")
    hashed = next(each.name for each in result.manifest.documents if each.immutable)
    with server(tmp_path) as port:
        status, headers, body = fetch(port, "/menu.json")
        assert (status, headers["content-type"], body) == (200, "application/json", out["menu.json"])
        assert headers["cache-control"] == "no-cache"
        status, headers, _ = fetch(port, f"/{hashed}")
        assert (status, headers["content-type"]) == (200, "application/json")
        assert "immutable" in headers["cache-control"]
        expected = {"1": "sales", "2": "support", "*": "star", "#": "support", "12": "star", "3": "menu", "": "menu"}
        for keys, name in expected.items():
            status, headers, body = fetch(port, "/menu.json?" + urlencode({"call_uuid": "x", "digits": keys}))
            assert (status, headers["content-type"], body) == (200, "application/json", out[f"{name}.json"]), keys
            assert headers["cache-control"] == "no-cache"
        assert fetch(port, "/menu.json?digits=*&from=%2B14155550100")[2] == out["star.json"]
        assert fetch(port, "/sales.json?digits=1")[2] == out["support.json"]
        assert fetch(port, "/nothing.json")[0] == 404
        assert fetch(port, "/menu.json", "POST")[0] == load_host(host).post
        assert fetch(port, "/nothing.json", "POST")[0] == load_host(host).post_missing


@pytest.mark.parametrize("host", HOSTS)
def test_every_host_gets_its_files_or_a_reason(tmp_path: Path, host: str) -> None:
    result = build_tree(tmp_path, SITE, platform=host)
    if load_host(host).no_branching is not None:
        assert result.manifest is None
        assert rules_of(result) == ["menu-cannot-branch"]
        (fault,) = result.diagnostics
        assert (fault.line, "voxml.toml" in fault.path) == (3, True)
        return
    assert result.manifest is not None
    assert "menu-cannot-branch" not in rules_of(result)
    documents = {each.name for each in result.manifest.documents}
    extra = set(published(tmp_path / "out")) - documents
    beside = {path.name for path in tmp_path.iterdir()} - {"src", "out"}
    expected: dict[str, tuple[set[str], set[str]]] = {
        "nginx": (set(), {"out.nginx.conf"}),
        "apache": ({".htaccess"}, set()),
        "caddy": (set(), {"out.Caddyfile"}),
        "cloudflare-pages": ({"_headers", "_worker.js"}, set()),
        "netlify": ({"_headers", "_redirects"}, set()),
    }
    assert (extra, beside) == expected[host]


def test_changing_the_host_takes_the_old_ones_files_away(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE, platform="netlify")
    build_tree(tmp_path, {}, platform="nginx")
    assert "_redirects" not in published(tmp_path / "out")
    assert (tmp_path / "out.nginx.conf").exists()
    build_tree(tmp_path, {}, platform="apache")
    assert not (tmp_path / "out.nginx.conf").exists()


def test_github_pages_gets_nojekyll(tmp_path: Path) -> None:
    build_tree(tmp_path, {"a.json": document(say("A."), HANGUP)}, platform="github-pages")
    assert set(published(tmp_path / "out")) == {"a.json", ".nojekyll"}


def test_menus_that_are_wrong(tmp_path: Path) -> None:
    toml = '[site]\nhost = "nginx"\n\n[site.menus.menu]\n"1" = "sale"\n\n[site.menus.support]\n"1" = "menu"\n'
    result = build_tree(tmp_path, {**SITE, "voxml.toml": toml})
    assert [(each.rule, each.line) for each in result.diagnostics if each.severity != "info"] == [
        ("broken-link", 5),
        ("menu-unused", 7),
    ]
    with pytest.raises(ConfigError, match="expected keys from"):
        build_tree(tmp_path, {"voxml.toml": '[site.menus.menu]\n"x" = "sales"\n'})
    with pytest.raises(ConfigError, match='did you mean "nginx"'):
        build_tree(tmp_path, {"voxml.toml": ""}, platform="ngnix")


def test_menus_without_a_host_are_warned_about(tmp_path: Path) -> None:
    assert "menu-without-host" in rules_of(build_tree(tmp_path, SITE))
    assert build_tree(tmp_path, {}, strict=True).manifest is None


def test_the_worker_for_cloudflare_chooses(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    build_tree(tmp_path, SITE, platform="cloudflare-pages")
    shutil.copy(tmp_path / "out/_worker.js", tmp_path / "worker.mjs")
    (tmp_path / "run.mjs").write_text(
        "import worker from './worker.mjs';\n"
        "const env = {ASSETS: {fetch: r => new Response(new URL(r.url).pathname + new URL(r.url).search)}};\n"
        "for (const q of ['', '?digits=1', '?digits=%23', '?digits=9', '?digits=constructor'])\n"
        f"  {{ const r = await worker.fetch(new Request('{BASE}/menu.json' + q), env);\n"
        "    console.log(r.headers.get('content-type') + ':' + await r.text()); }\n"
    )
    done = subprocess.run([node, "run.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == [
        f"application/json:/{name}.json" for name in ("menu", "sales", "support", "menu", "menu")
    ]


@pytest.mark.parametrize(
    ("host", "expected"), [("netlify", True), ("cloudflare-pages", True), ("nginx", False), ("github-pages", False)]
)
def test_files_that_a_host_reads_at_its_root_only_are_told_of(tmp_path: Path, host: str, expected: bool) -> None:
    files = {"a.json": document(say("A."), HANGUP)}
    below = build_tree(tmp_path, files, platform=host, base_url=f"{BASE}/voice")
    assert rules_of(below) == ["host-files-below-root"] * expected
    assert below.manifest is not None
    assert rules_of(build_tree(tmp_path, files, platform=host)) == []


def test_what_a_host_cannot_serve_is_refused_with_the_reason(tmp_path: Path) -> None:
    files = {"a.json": document(say("A."), HANGUP)}
    url = "http://bucket.s3-website.eu-west-1.amazonaws.com"
    result = build_tree(tmp_path, files, platform="s3", base_url=url)
    assert rules_of(result) == ["host-cannot-serve"]
    assert "no HTTPS" in result.diagnostics[0].message
    refuse = load_host("cloudflare-pages").refuse
    assert (refuse(BASE, 20_000), "20,001" in (refuse(BASE, 20_001) or "")) == (None, True)


def test_a_platform_without_a_module_is_imitated_in_its_response_to_post(tmp_path: Path) -> None:
    assert (load_host("cloudfront").post, load_host("lighttpd").post) == (403, 200)
    result = build_tree(tmp_path, {"a.json": document(say("A."), HANGUP)}, platform="cloudfront")
    assert result.manifest is not None

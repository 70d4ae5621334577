"""The rules: `RULES` has every one of them by name, and each rule that checks documents is a module here.

Such a module has a docstring (its manual, with samples that the tests run), constants, and `check`:

    SEVERITY = "warning"            error, warning or info
    CATEGORY = "input"              one of CATEGORIES
    PRESET = "static"               or "strict": the preset with the fewest rules that has it; left out for "default"
    SCOPE = "both"                  who runs it, the build on whole sites too; left out for "document"
    FIX = "safe"                    or "unsafe"; left out when it never offers a fix
    NODES = ("Gather",)             the nodes that `check` is run on: verbs, nouns, or Response for the document
    FIELDS = ("timeout",)           only those nodes that have all of these fields, with valid values; may be left out
    SAMPLE_SITE = SiteContext(…)    what the samples of the manual need, if anything

    def check(node: Node, context: Context) -> Iterator[Problem]: …

To add a rule, copy one of the short ones, such as `long_pause.py`, and name it below. `python -m voxml.rules.reference`
then writes docs/rules.md. Read `problem.py` next, then `run_rules.py`.
"""

from voxml.diagnostics import Severity
from voxml.rules import (
    caller_id_not_e164,
    credentials_in_document,
    default_voice,
    empty_document,
    endless_loop,
    expiring_url,
    foreign_dialect,
    gather_keys_without_dtmf,
    gather_two_prompts,
    gather_without_prompt,
    impossible_number,
    insecure_url,
    long_pause,
    markup_in_text,
    mixed_dial_targets,
    no_way_out,
    page_instead_of_audio,
    polly_without_voice,
    post_to_static_host,
    private_address,
    redirect_to_self,
    reject_not_first,
    reject_outbound,
    short_timeout,
    static_callback_without_method,
    text_too_long,
    too_many_participants,
    transcription_unheard,
    transcription_url_unused,
    tunnel_url,
    unknown_language,
    unpronounceable_text,
    unreachable_instruction,
    unrendered_placeholder,
    unsupported_audio_format,
    voice_engine_mismatch,
    voice_language_mismatch,
    voice_of_another_vendor,
    wrong_encoding,
)
from voxml.rules.rule import Rule, rule_of
from voxml.schema.grammar import SCHEMA_RULES

MODULES = (
    caller_id_not_e164, credentials_in_document, default_voice, empty_document, endless_loop, expiring_url,
    foreign_dialect, gather_keys_without_dtmf, gather_two_prompts, gather_without_prompt, impossible_number,
    insecure_url, long_pause, markup_in_text, mixed_dial_targets, no_way_out, page_instead_of_audio,
    polly_without_voice, post_to_static_host, private_address, redirect_to_self, reject_not_first,
    reject_outbound, short_timeout, static_callback_without_method, text_too_long, too_many_participants,
    transcription_unheard, transcription_url_unused, tunnel_url, unknown_language, unpronounceable_text,
    unreachable_instruction, unrendered_placeholder, unsupported_audio_format, voice_engine_mismatch,
    voice_language_mismatch, voice_of_another_vendor, wrong_encoding,
)  # fmt: skip
_FIXED = ("unknown-verb", "unknown-member", "missing-member", "wrong-type", "invalid-value")


def _template(severity: Severity, summary: str) -> Rule:
    return Rule(severity, "templates", summary, scope="template")


def _site(severity: Severity, summary: str) -> Rule:
    return Rule(severity, "site", summary, scope="site")


RULES: dict[str, Rule] = {
    # Found by voxml/schema.
    **{
        name: Rule("error", "schema", summary.rstrip("."), fix="safe" if name in _FIXED else None)
        for name, summary in SCHEMA_RULES.items()
    },
    # Run on the nodes of a document; each is called as its module, with hyphens.
    **{module.__name__.rpartition(".")[2].replace("_", "-"): rule_of(module) for module in MODULES},
    # Found by voxml/linting/suppressions.py.
    "unused-suppression": Rule(
        "warning",
        "suppression",
        "A comment suppresses a rule that finds nothing there, or that does not exist",
        fix="safe",
    ),
    # Found by voxml/importers, in documents of other languages.
    "import-loss": Rule(
        "error", "migration", "`voxml import` can't carry something of another language over", scope="import"
    ),
    # Found by voxml/templating, which tries a template with its examples and data.
    "template-syntax": _template("error", "The template, or its header, can't be read or compiled"),
    "template-failure": _template("error", "The template stops while it is rendered"),
    "template-data": _template("error", "A data file beside the template holds what its parameters do not take"),
    "undeclared-parameter": _template(
        "warning", "The template uses a name that its header does not declare and nothing sets"
    ),
    "unused-parameter": _template("info", "The header declares a parameter that the template never uses"),
    "unreached-branch": _template("info", "None of the values that the template was tried with reaches this branch"),
    "untried-template": _template("info", "The template has parameters, and neither examples nor data to try it with"),
    # Found by voxml/site, which looks at all documents together.
    "broken-link": _site(
        "error", "A link leads into the site, to a document or audio file that the site does not have"
    ),
    "redirect-cycle": _site(
        "error", "Documents redirect to each other in a ring in which nothing is said, asked or waited for"
    ),
    "orphan-document": _site("info", "No document of the site leads here, nor is it an entry"),
    "unreachable-document": _site(
        "info", "Other documents lead here, but no call that begins at an entry of the site can come to any of them"
    ),
    "keys-not-told-apart": _site(
        "info",
        "A Gather sends its keys to a document that is a plain file: whatever is pressed, the same document answers",
    ),
    "menu-cannot-branch": _site(
        "error",
        "A menu is declared in [site.menus], and the host gives the same file whatever keys the query string holds",
    ),
    "menu-unused": _site(
        "warning", "A menu is declared in [site.menus], and no Gather sends its keys to that document by GET"
    ),
    "menu-without-host": _site(
        "warning", "A menu is declared in [site.menus], and no host is named that the rules could be written for"
    ),
    "host-cannot-serve": _site(
        "error", "The host that is named can't serve this site at its address, or not so many files"
    ),
    "host-files-below-root": _site(
        "warning", "The host reads its settings, such as _headers, only at the root of what it publishes"
    ),
    "duplicate-name": _site("error", "Two sources would be published under one name"),
    "name-clash": _site("error", "A document has the name of a folder that holds another document"),
    "case-clash": _site("error", "Two published names differ only in case"),
    "unservable-name": _site("error", "A name that some host would not serve under the same URL"),
    "module-failed": _site(
        "error", "A Python module of the site raised an error, or what it exports as `pages` are not Responses by name"
    ),
    "bad-data": _site("error", "A row, or the parameters of a template, are not what the template declares"),
    "not-audio": _site("error", "A sound is empty, or is not what its name says"),
    "large-audio": _site("warning", "A sound has more than 5 MB, which TryVox advises against"),
    "not-voxml": _site("info", "A file that ends in .xml or .json is no VoxML document, and is left out of the site"),
}

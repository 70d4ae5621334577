"""The quick checks say yes only where the checker does; `is_valid` says what the checker says."""

from __future__ import annotations

import pytest
from hypothesis import given

import voxml
from voxml.schema.check import check
from voxml.schema.is_valid import is_surely_valid_xml
from voxml.testing import Faulty, documents, faulty_documents


@given(documents())
def test_valid_documents_are_known_at_once(document: voxml.Response) -> None:
    assert is_surely_valid_xml(document.to_xml().encode())
    for data in (document.to_xml(), document.to_json(), document.to_xml().encode(), document.to_json().encode()):
        assert voxml.is_valid(data)


@given(faulty_documents())
def test_an_invalid_document_is_never_valid(faulty: Faulty) -> None:
    assert not voxml.is_valid(faulty.data, form=faulty.form)
    assert not is_surely_valid_xml(faulty.data)


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<Response",
        "<Response/>",
        "\ufeff<Response/>",
        '<?xml version="1.0"?><Response/>',
        '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?><Response><Say>é</Say></Response>',
        "<?xml version='1.0' encoding='us-ascii'?><Response><Say>é</Say></Response>",
        '<?xml version="1.1"?><Response/>',
        '<?xml version="1.0" encoding="utf-16"?><Response/>',
        '<?xml version="1.0" encoding="UTF-8" <Response/>',
        '<?xml encoding="UTF-8"?><Response/>',
        ' <?xml version="1.0"?><Response/>',
        '<Response><?xml version="1.0"?></Response>',
        "<?xml-model href='a'?><Response><?pi?><Hangup><?pi?></Hangup></Response>",
        "<!-- a --><Response><Pause><!-- b --></Pause></Response>",
        '<?xml version="1.0" encoding="latin-1"?><Response><Say>\xe9</Say></Response>',
        "<!DOCTYPE Response><Response/>",
        '<!DOCTYPE r [<!ENTITY a "b">]><Response><Say>&a;</Say></Response>',
        "<Response><Say>&nbsp;</Say></Response>",
        "<Response><Say>&#0;</Say></Response>",
        "<Response><Say>a<!-- a comment --></Say></Response>",
        "<Response><Say><![CDATA[a < b]]></Say></Response>",
        "<Response><x:Say>a</x:Say></Response>",
        '<Response xmlns="urn:x"><Hangup/></Response>',
        '<Response xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="x.xsd"/>',
        "<Response xsi:type='a'/>",
        "<Response xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='ResponseType'/>",
        "<Response xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><Pause xsi:type='PauseType'/></Response>",
        "<Response xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><Pause xsi:type='SayType'/></Response>",
        "<Response xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><Pause xsi:nil='false'/></Response>",
        "<Response><Stream url='wss://a'><Parameter name=' a' value=''/><Parameter name='a' value=''/></Stream></Response>",
        "<Response><Stream url='wss://a'><Parameter name='a' value=''/><Parameter name='a' value=''/></Stream></Response>",
        "<Response><Stream url='wss://a'><Parameter name='&#9; ' value=''/></Stream></Response>",
        "<Response>x</Response>",
        "<Response><Hangup> </Hangup></Response>",
        "<Response><Hangup></Hangup></Response>",
        "<Response xml:lang='en' xml:base='x' xml:id='y'/>",
        "<Response><Say xml:space='foo'>a</Say></Response>",
        "<Response><Say xml:space='preserve'> </Say></Response>",
        "<Response><Say loop=' 2 ' voice=' a  b '>a</Say></Response>",
        "<Response><Pause length='+5'/></Response>",
        "<Response><Pause length='9007199254740992'/></Response>",
        "<Response><Say engine=' google'>a</Say></Response>",
        "<Response version=' 1.0'/>",
        "<Response><Play> https://a.b </Play></Response>",
        "<Response><Gather action_url='https://a.b' finish_on_key=' # '/></Response>",
        "<Response><Record action_url='https://a.b' finish_on_key=' '/></Response>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_the_quick_check_of_xml_is_never_more_lenient(xml: str, encoding: str) -> None:
    data = xml.encode(encoding, "replace")
    says_yes = not check(data, form="xml").diagnostics
    assert voxml.is_valid(data, form="xml") == says_yes
    assert says_yes or not is_surely_valid_xml(data)


@pytest.mark.parametrize(
    "item",
    [
        r'{"verb":"Say","text":"He said \"yes\""}',
        r'{"verb":"Say","text":"\u00e9\n\\ \/"}',
        r'{"verb":"Say","text":"\u0022\u0022","voice":null}',
        r'{"verb":"Say","text":"\u0022 a","text":"b"}',
        r'{"verb":"Say","text":"\"\"","voice":null}',
        r'{"verb":"Say","text":"\\u0022"}',
        r'{"verb":"Say","te\u0078t":"a","text":"b"}',
        r'{"verb":"Say","te\u0078t":"a"}',
    ],
)
def test_the_quick_check_of_json_is_never_more_lenient(item: str) -> None:
    data = f'{{"voxml_version":"1.0","instructions":[{item}]}}'.encode()
    assert voxml.is_valid(data) == (not check(data).diagnostics)


@pytest.mark.parametrize("data", ["\ud800", '{"voxml_version":"1.0","instructions":[{"verb":"Say","text":"\ud800"}]}'])
@pytest.mark.parametrize("form", ["xml", "json", None])
def test_a_lone_surrogate_is_an_error_and_no_crash(data: str, form: str | None) -> None:
    assert not voxml.is_valid(data, form=form)  # type: ignore[arg-type]

"""Answer calls from AWS Lambda, behind a function URL or an HTTP API (payload version 2.0)."""

import base64
import json
import os

import voxml
from voxml import webhooks

SECRET = os.environ["TRYVOX_WEBHOOK_SECRET"]
seen = webhooks.MemoryStore()  # of one instance: a table with a condition on writes is for all of them
ended: list[str | None] = []  # in place of your database


def handler(request, context):
    body = (request.get("body") or "").encode()
    if request.get("isBase64Encoded"):
        body = base64.b64decode(body)
    path = request["rawPath"]
    try:
        webhooks.verify(request["headers"], body, SECRET, store=seen if path == "/status" else None)
        event = webhooks.parse(body)
    except webhooks.ReplayError:
        return reply(200, {"status": "success"})  # it was counted the first time
    except webhooks.SignatureError:
        return reply(401, {"error": "bad signature"})
    except webhooks.PayloadError:
        return reply(400, {"error": "not a webhook"})
    if path == "/answer":
        return answer(f"https://{request['requestContext']['domainName']}/menu")
    if path == "/menu":
        return menu(event)
    if path == "/status" and event.is_over:
        ended.append(event.call_uuid)
    return reply(200, {"status": "success"})


def answer(menu_url):
    return reply(
        200,
        voxml.Response(language="en-US")
        .gather(action_url=menu_url, num_digits=1, say="Welcome to Acme. Press 1 for sales.")
        .say("We heard nothing. Goodbye."),
    )


def menu(event):
    if event.digits == "1":
        return reply(200, voxml.Response(language="en-US").say("One moment.").dial("+14155550100"))
    return reply(200, voxml.Response(language="en-US").say("Goodbye.").hangup())


def reply(status, content):
    text = content.to_json() if isinstance(content, voxml.Response) else json.dumps(content)
    return {"statusCode": status, "headers": {"content-type": voxml.MEDIA_TYPE}, "body": text}

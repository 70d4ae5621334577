"""Answer calls with Flask: `flask --app flask_app run --port 8000`."""

import os

from flask import Flask, Response, request, url_for

import voxml
from voxml import webhooks

SECRET = os.environ["TRYVOX_WEBHOOK_SECRET"]
app = Flask(__name__)
seen = webhooks.MemoryStore()  # of one process
ended: list[str | None] = []  # in place of your database


def read_event(store: webhooks.ReplayStore | None = None) -> webhooks.Event:
    body = request.get_data()
    webhooks.verify(request.headers, body, SECRET, store=store)
    return webhooks.parse(body)


def reply(document: voxml.Response) -> Response:
    return Response(document.to_json(), content_type=voxml.MEDIA_TYPE)


@app.post("/answer")
def answer():
    read_event()
    menu_url = url_for("menu", _external=True)
    return reply(
        voxml.Response(language="en-US")
        .gather(action_url=menu_url, num_digits=1, say="Welcome to Acme. Press 1 for sales.")
        .say("We heard nothing. Goodbye.")
    )


@app.post("/menu")
def menu():
    event = read_event()
    if event.digits == "1":
        return reply(voxml.Response(language="en-US").say("One moment.").dial("+14155550100"))
    return reply(voxml.Response(language="en-US").say("Goodbye.").hangup())


@app.post("/status")
def status():
    event = read_event(seen)
    if event.is_over:
        ended.append(event.call_uuid)
    return {"status": "success"}


@app.errorhandler(webhooks.ReplayError)
def counted_before(_error):
    return {"status": "success"}


@app.errorhandler(webhooks.SignatureError)
def not_from_tryvox(_error):
    return {"error": "bad signature"}, 401


@app.errorhandler(webhooks.PayloadError)
def no_webhook(_error):
    return {"error": "not a webhook"}, 400

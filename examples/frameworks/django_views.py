"""Answer calls with Django: put `*django_views.urlpatterns` into the `urlpatterns` of your project's urls.py."""

import os
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

import voxml
from voxml import webhooks

SECRET = os.environ["TRYVOX_WEBHOOK_SECRET"]
seen = webhooks.MemoryStore()  # of one process
ended: list[str | None] = []  # in place of your database


def webhook(store: webhooks.ReplayStore | None = None):
    """Call a view with the event of a request that TryVox signed; a signature is what a CSRF token is for a form."""

    def decorate(view):
        @csrf_exempt
        @require_POST
        @wraps(view)
        def check(request: HttpRequest) -> HttpResponse:
            try:
                webhooks.verify(request.headers, request.body, SECRET, store=store)
                event = webhooks.parse(request.body)
            except webhooks.ReplayError:
                return JsonResponse({"status": "success"})  # it was counted the first time
            except webhooks.SignatureError:
                return JsonResponse({"error": "bad signature"}, status=401)
            except webhooks.PayloadError:
                return JsonResponse({"error": "not a webhook"}, status=400)
            return view(request, event)

        return check

    return decorate


def reply(document: voxml.Response) -> HttpResponse:
    return HttpResponse(document.to_json(), content_type=voxml.MEDIA_TYPE)


@webhook()
def answer(request: HttpRequest, _event: webhooks.Event) -> HttpResponse:
    menu_url = request.build_absolute_uri(reverse("menu"))
    return reply(
        voxml.Response(language="en-US")
        .gather(action_url=menu_url, num_digits=1, say="Welcome to Acme. Press 1 for sales.")
        .say("We heard nothing. Goodbye.")
    )


@webhook()
def menu(_request: HttpRequest, event: webhooks.Event) -> HttpResponse:
    if event.digits == "1":
        return reply(voxml.Response(language="en-US").say("One moment.").dial("+14155550100"))
    return reply(voxml.Response(language="en-US").say("Goodbye.").hangup())


@webhook(seen)
def status(_request: HttpRequest, event: webhooks.Event) -> HttpResponse:
    if event.is_over:
        ended.append(event.call_uuid)
    return JsonResponse({"status": "success"})


urlpatterns = [
    path("answer", answer, name="answer"),
    path("menu", menu, name="menu"),
    path("status", status, name="status"),
]

from django.http import HttpRequest, HttpResponse


def history(request: HttpRequest, pk: int) -> HttpResponse: ...


def history_sign(request: HttpRequest, pk: int) -> HttpResponse: ...


def history_amend(request: HttpRequest, pk: int) -> HttpResponse: ...

from django.http import HttpRequest, HttpResponse


def examination(request: HttpRequest, pk: int) -> HttpResponse: ...


def examination_sign(request: HttpRequest, pk: int) -> HttpResponse: ...


def examination_amend(request: HttpRequest, pk: int) -> HttpResponse: ...

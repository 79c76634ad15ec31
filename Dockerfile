# Wervel for production: gunicorn as an ordinary user. TLS is done by the proxy in front; see the README.
FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

RUN useradd --system --uid 10001 --home-dir /app --no-create-home wervel
WORKDIR /app

COPY requirements.txt .
RUN pip install --requirement requirements.txt

COPY . .
# Settings want values to start with; these are gone when this step ends.
RUN PRODUCTION=1 SECRET_KEY=build FIELD_SALTS=build BSN_DIGEST_KEY=build ALLOWED_HOSTS=build \
    SITE_URL=https://build DATABASE_URL=sqlite:////tmp/build EMAIL_URL=dummymail:// \
    python manage.py collectstatic --noinput --verbosity 0

USER wervel
ENV PRODUCTION=1 PORT=8000
EXPOSE 8000

# Asks as a visitor would: with a host name that is allowed.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "script/healthy.py"]

CMD ["sh", "-c", "exec gunicorn practice.wsgi --bind 0.0.0.0:$PORT --workers ${WEB_CONCURRENCY:-2} --threads 4 --access-logfile - --worker-tmp-dir /dev/shm"]

"""Fetching from open sources: Kolada, SCB and polisen.se, into dated snapshots under ``<raw>/gemensamt/``.

Belongs here: everything that speaks to the network. Not here: reading what was fetched (pipelines.readers).
Only the command line imports this package; a refresh never does and works without a network.

Layers: ``plan`` what to fetch (expectations/fetch.toml), ``scope`` for whom, ``client`` one question at a
time, ``kolada``/``scb``/``polisen`` a publisher's questions, ``snapshot`` onto disk, ``command`` all of it.

Why requests (2.34.2, Apache-2.0, already in the lock) and not a publisher's wrapper, looked at 2026-11-24:

- koladapy 1.0.1 (MIT, its only release, December 2025): v3 and a base URL, but asks by query parameters, turns
  every network fault into an error of its own before its retry sees it, logs a failed batch and goes on
  without its values, takes an empty answer for success and sleeps as long as Retry-After says.
- pxwebpy 0.6.0 (MIT, June 2026; adds requests-cache and four more): PxWebApi 2 and a base URL, but sends
  without a timeout, tries again on 429 only, and gives rows without the marks for missing values and
  without SCB's notes. pxstatspy 1.0.1 (January 2026): no retries at all.
- httpx 0.28.1 has had no release but previews since December 2024. urllib3's own Retry does not cover a body
  cut off while it is read, so the attempts are counted in ``client``.
"""

-- SPDX-License-Identifier: Apache-2.0
-- Sessions of Sojourn for PostgreSQL from 12 on. Moments and durations are milliseconds; docs/storage/jdbc.md describes the columns.
CREATE TABLE IF NOT EXISTS sojourn_session (
    session_key    BYTEA  NOT NULL,
    version        BIGINT NOT NULL,
    created        BIGINT NOT NULL,
    last_accessed  BIGINT NOT NULL,
    idle_timeout   BIGINT NOT NULL,
    deadline       BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL GENERATED ALWAYS AS (LEAST(deadline, last_accessed + idle_timeout)) STORED,
    sweep_at       BIGINT NOT NULL,
    principal_hash BYTEA,
    payload        BYTEA  NOT NULL,
    CONSTRAINT sojourn_session_key PRIMARY KEY (session_key)
) WITH (fillfactor = 80);
CREATE INDEX IF NOT EXISTS sojourn_session_sweep ON sojourn_session (sweep_at);
CREATE INDEX IF NOT EXISTS sojourn_session_principal ON sojourn_session (principal_hash) WHERE principal_hash IS NOT NULL;
CREATE TABLE IF NOT EXISTS sojourn_session_schema (
    id      INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT sojourn_session_schema_id PRIMARY KEY (id)
);
INSERT INTO sojourn_session_schema (id, version) VALUES (1, 1) ON CONFLICT DO NOTHING;

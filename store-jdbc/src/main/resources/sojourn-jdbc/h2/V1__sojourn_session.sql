-- SPDX-License-Identifier: Apache-2.0
-- Sessions of Sojourn for H2 from 2.2 on. Moments and durations are milliseconds; docs/storage/jdbc.md describes the columns.
CREATE TABLE IF NOT EXISTS sojourn_session (
    session_key    BINARY(16) NOT NULL,
    version        BIGINT NOT NULL,
    created        BIGINT NOT NULL,
    last_accessed  BIGINT NOT NULL,
    idle_timeout   BIGINT NOT NULL,
    deadline       BIGINT NOT NULL,
    expires_at     BIGINT GENERATED ALWAYS AS (LEAST(deadline, last_accessed + idle_timeout)),
    sweep_at       BIGINT NOT NULL,
    principal_hash BINARY(32),
    payload        BLOB   NOT NULL,
    CONSTRAINT sojourn_session_key PRIMARY KEY (session_key)
);
CREATE INDEX IF NOT EXISTS sojourn_session_sweep ON sojourn_session (sweep_at);
CREATE INDEX IF NOT EXISTS sojourn_session_principal ON sojourn_session (principal_hash);
CREATE TABLE IF NOT EXISTS sojourn_session_schema (
    id      INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT sojourn_session_schema_id PRIMARY KEY (id)
);
INSERT INTO sojourn_session_schema (id, version) SELECT 1, 1 WHERE NOT EXISTS (SELECT 1 FROM sojourn_session_schema);

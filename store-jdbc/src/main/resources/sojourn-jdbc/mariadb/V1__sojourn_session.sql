-- SPDX-License-Identifier: Apache-2.0
-- Sessions of Sojourn for MariaDB from 10.6 on. Moments and durations are milliseconds; docs/storage/jdbc.md describes the columns.
CREATE TABLE IF NOT EXISTS sojourn_session (
    session_key    BINARY(16) NOT NULL,
    version        BIGINT NOT NULL,
    created        BIGINT NOT NULL,
    last_accessed  BIGINT NOT NULL,
    idle_timeout   BIGINT NOT NULL,
    deadline       BIGINT NOT NULL,
    expires_at     BIGINT GENERATED ALWAYS AS (LEAST(deadline, last_accessed + idle_timeout)) STORED,
    sweep_at       BIGINT NOT NULL,
    principal_hash BINARY(32),
    payload        LONGBLOB NOT NULL,
    PRIMARY KEY (session_key),
    KEY sojourn_session_sweep (sweep_at),
    KEY sojourn_session_principal (principal_hash)
) ENGINE = InnoDB;
CREATE TABLE IF NOT EXISTS sojourn_session_schema (
    id      INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT IGNORE INTO sojourn_session_schema (id, version) VALUES (1, 1);

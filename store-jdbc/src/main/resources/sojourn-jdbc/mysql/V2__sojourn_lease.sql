-- SPDX-License-Identifier: Apache-2.0
-- Who has the turn of a session under the policy EXCLUSIVE, for MySQL from 8.0 on; docs/storage/jdbc.md describes the columns.
CREATE TABLE IF NOT EXISTS sojourn_session_lease (
    session_key BINARY(16) NOT NULL,
    state       VARBINARY(8000) NOT NULL,
    forget_at   BIGINT NOT NULL,
    PRIMARY KEY (session_key)
) ENGINE = InnoDB;
UPDATE sojourn_session_schema SET version = 2 WHERE version = 1;

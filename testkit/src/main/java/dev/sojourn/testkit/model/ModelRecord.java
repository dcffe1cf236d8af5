// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a store should hold of a session. Changed only by who has made a {@link #copy} of it; moments are milliseconds. */
final class ModelRecord {
    static final int NO_LIMIT = 0;

    int version = 1;
    ModelSecrets secrets;
    int renewals;
    long renewed;
    long lastAccessed;
    long idle;
    long deadline;
    String user = "";
    Map<String, Integer> values = new TreeMap<>();

    ModelRecord(int secret, long created, long idle, long deadline) {
        this.secrets = ModelSecrets.first(secret);
        this.renewed = created;
        this.lastAccessed = created;
        this.idle = idle;
        this.deadline = deadline;
    }

    private ModelRecord(ModelRecord other) {
        version = other.version;
        secrets = other.secrets;
        renewals = other.renewals;
        renewed = other.renewed;
        lastAccessed = other.lastAccessed;
        idle = other.idle;
        deadline = other.deadline;
        user = other.user;
        values.putAll(other.values);
    }

    ModelRecord copy() {
        return new ModelRecord(this);
    }

    /** The last access only moves forward. */
    ModelRecord usedAt(long moment) {
        ModelRecord used = copy();
        used.lastAccessed = Math.max(lastAccessed, moment);
        return used;
    }

    long expiresAt() {
        return idle == NO_LIMIT ? deadline : Math.min(deadline, lastAccessed + idle);
    }

    boolean isExpiredAt(long now) {
        return now >= expiresAt();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelRecord that
                && version == that.version
                && secrets.equals(that.secrets)
                && renewals == that.renewals
                && renewed == that.renewed
                && lastAccessed == that.lastAccessed
                && idle == that.idle
                && deadline == that.deadline
                && user.equals(that.user)
                && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, renewals, values);
    }

    @Override
    public String toString() {
        return "version " + version + ", " + (user.isEmpty() ? "nobody" : user) + ", " + values + ", renewals "
                + renewals + ", last accessed " + lastAccessed + ", expires " + expiresAt();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What one request did, in the model. One thread at a time. */
final class ModelChanges {
    final Map<String, Edit> edits = new LinkedHashMap<>();
    boolean cleared;
    OptionalLong idle = OptionalLong.empty();
    String user = "";
    int newSecret;
    int revision;

    /** What happens to one value. */
    sealed interface Edit {
        record Put(int value) implements Edit {}

        record Remove() implements Edit {}

        /** Adds to whatever is stored: it never loses a step. */
        record Add(int steps) implements Edit {}
    }

    boolean isEmpty() {
        return edits.isEmpty() && !cleared && idle.isEmpty() && user.isEmpty() && newSecret == 0;
    }

    /** Whether it makes no difference if they are applied twice. */
    boolean isRepeatable() {
        return newSecret == 0 && edits.values().stream().noneMatch(Edit.Add.class::isInstance);
    }

    /** Whether the value no longer depends on what is stored. */
    boolean decides(String name) {
        Edit edit = edits.get(name);
        return edit == null ? cleared : !(edit instanceof Edit.Add);
    }

    boolean removes(String name) {
        Edit edit = edits.get(name);
        return edit == null ? cleared : edit instanceof Edit.Remove;
    }

    void edit(String name, Edit edit) {
        edits.put(name, edit);
        revision++;
    }

    void clear() {
        edits.clear();
        cleared = true;
        revision++;
    }

    /** The record with these changes, at the same version. */
    ModelRecord applyTo(ModelRecord base, long absoluteTimeout, long now) {
        ModelRecord next = base.copy();
        next.idle = idle.orElse(base.idle);
        if (!user.isEmpty()) {
            next.user = user;
            next.deadline = now + absoluteTimeout;
        }
        if (newSecret != 0) {
            next.secrets = base.secrets.replacedBy(newSecret, now);
            next.renewals++;
            next.renewed = now;
        }
        if (cleared) {
            next.values.clear();
        }
        edits.forEach((name, edit) -> apply(edit, name, next.values));
        return next;
    }

    private static void apply(Edit edit, String name, Map<String, Integer> values) {
        if (edit instanceof Edit.Put put) {
            values.put(name, put.value());
        } else if (edit instanceof Edit.Add add) {
            values.merge(name, add.steps(), Integer::sum);
        } else {
            values.remove(name);
        }
    }
}

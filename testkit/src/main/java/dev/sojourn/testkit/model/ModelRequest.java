// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import dev.sojourn.testkit.model.ModelChanges.Edit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What one request knows of its session, in the model. One thread at a time. */
final class ModelRequest {
    final int node;
    int session;
    ModelRecord base;
    int secret;
    int sent;
    boolean stored;
    boolean ended;
    boolean endedHere;
    boolean kept;
    boolean useWritten;
    boolean mustSend;
    ModelChanges changes = new ModelChanges();
    Optional<ModelRecord> inDoubt = Optional.empty();
    private int revisionInDoubt;
    private final Map<String, Integer> held = new TreeMap<>();

    private ModelRequest(int node, int session, ModelRecord base, int secret) {
        this.node = node;
        this.session = session;
        this.base = base;
        this.secret = secret;
        this.sent = secret;
    }

    static ModelRequest created(int node, int session, ModelRecord base) {
        ModelRequest request = new ModelRequest(node, session, base, base.secrets.current());
        request.mustSend = true;
        return request;
    }

    static ModelRequest opened(int node, int session, ModelRecord base, int secret) {
        ModelRequest request = new ModelRequest(node, session, base, secret);
        request.stored = true;
        return request;
    }

    /** What was handed out once stays the same for this request. */
    Optional<Integer> get(String name) {
        if (held.containsKey(name)) {
            return Optional.of(held.get(name));
        }
        if (changes.removes(name)) {
            return Optional.empty();
        }
        Optional<Integer> value = Optional.ofNullable(base.values.get(name));
        value.ifPresent(found -> held.put(name, found));
        return value;
    }

    void set(String name, int value) {
        changes.edit(name, new Edit.Put(value));
        held.put(name, value);
    }

    int add(String name) {
        int result = get(name).orElse(0) + 1;
        int steps = changes.edits.get(name) instanceof Edit.Add add ? add.steps() + 1 : 1;
        changes.edit(name, changes.decides(name) ? new Edit.Put(result) : new Edit.Add(steps));
        held.put(name, result);
        return result;
    }

    /** Removing what is not there is no change; where copies are read, it may be there. */
    void remove(String name, boolean readsCopies) {
        boolean isSet = changes.edits.containsKey(name) && !changes.removes(name);
        if (base.values.containsKey(name) || isSet || (stored && readsCopies)) {
            changes.edit(name, new Edit.Remove());
        }
        held.remove(name);
    }

    void clear() {
        changes.clear();
        held.clear();
    }

    void idleTimeout(long millis) {
        changes.idle = OptionalLong.of(millis);
        changes.revision++;
    }

    void renew(int newSecret) {
        changes.newSecret = newSecret;
        changes.revision++;
    }

    void login(String user, int newSecret) {
        String before = changes.user.isEmpty() ? base.user : changes.user;
        renew(newSecret);
        changes.user = user;
        if (!before.isEmpty() && !before.equals(user)) {
            clear();
        }
    }

    /** Was stored: the request goes on from there, and what it added up may differ from what it saw. */
    void goOnFrom(ModelRecord record) {
        changes.edits.forEach((name, edit) -> {
            if (edit instanceof Edit.Add) {
                held.remove(name);
            }
        });
        base = record;
        stored = true;
        useWritten = true;
        kept = false;
        inDoubt = Optional.empty();
        changes = new ModelChanges();
    }

    void doubt(ModelRecord attempted) {
        inDoubt = Optional.of(attempted);
        revisionInDoubt = changes.revision;
    }

    boolean isOwnWork(ModelRecord found) {
        return revisionInDoubt == changes.revision && isWhatWasAttempted(found);
    }

    boolean mayHoldOwnWork(ModelRecord found) {
        return inDoubt.isPresent() && (found.version > inDoubt.get().version || isWhatWasAttempted(found));
    }

    private boolean isWhatWasAttempted(ModelRecord found) {
        return inDoubt.isPresent() && inDoubt.get().usedAt(found.lastAccessed).equals(found);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeLimitException;
import dev.sojourn.codec.AttributeLimits;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.codec.UnreadableAttributeException;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one request did to a session, in a form that can be applied to any version of it.
 *
 * <p>Applying changes nothing here, so the same changes can be tried on one newer record after another. Not thread-safe; its
 * session guards it.
 */
final class Changes {
    private final Map<String, Edit> edits = new LinkedHashMap<>();
    private Clearing clearing = Clearing.NOTHING;
    private Optional<IdleTimeout> idleTimeout = Optional.empty();
    private @Nullable String principal;
    private @Nullable SessionToken newToken;
    private int revision;

    /** What happens to one attribute. */
    private sealed interface Edit {
        record Put(AttributeValue value) implements Edit {}

        record Remove() implements Edit {}

        /** Only if it is still the value that was seen. */
        record RemoveSeen(AttributeValue seen) implements Edit {}

        /** Steps that led from the value before (none if it was absent) to the one after. */
        record Update(
                Object initial,
                List<UnaryOperator<Object>> steps,
                Optional<AttributeValue> before,
                AttributeValue after)
                implements Edit {}

        default boolean isRemoval() {
            return this instanceof Remove || this instanceof RemoveSeen;
        }
    }

    /** A new idle timeout, which may be none. */
    private record IdleTimeout(Optional<Duration> value) {}

    private enum Clearing {
        NOTHING,
        APPLICATION_VALUES,
        EVERYTHING
    }

    boolean isEmpty() {
        return edits.isEmpty()
                && clearing == Clearing.NOTHING
                && idleTimeout.isEmpty()
                && principal == null
                && newToken == null;
    }

    /** Whether it makes no difference if they are applied twice. */
    boolean isRepeatable() {
        return newToken == null && edits.values().stream().noneMatch(Edit.Update.class::isInstance);
    }

    /** How many changes have been made; the same number means that nothing was added. */
    int revision() {
        return revision;
    }

    void put(String name, AttributeValue value) {
        edit(name, new Edit.Put(value));
    }

    void remove(String name) {
        edit(name, new Edit.Remove());
    }

    /** Removes the value that was seen, and not another that a parallel request put in its place. */
    void removeSeen(String name, AttributeValue seen) {
        edit(name, new Edit.RemoveSeen(seen));
    }

    /**
     * Adds a step that led from one stored value to another; where something else is stored when the changes are applied,
     * it runs again.
     */
    void update(
            String name,
            Object initial,
            UnaryOperator<Object> step,
            Optional<AttributeValue> before,
            AttributeValue after) {
        List<UnaryOperator<Object>> steps = new ArrayList<>();
        Object start = initial;
        Optional<AttributeValue> first = before;
        if (edits.get(name) instanceof Edit.Update earlier) {
            steps.addAll(earlier.steps());
            start = earlier.initial();
            first = earlier.before();
        }
        steps.add(step);
        edit(name, new Edit.Update(start, steps, first, after));
    }

    private void edit(String name, Edit edit) {
        edits.put(name, edit);
        revision++;
    }

    /** Whether the attribute's value no longer depends on what is stored. */
    boolean decides(String name) {
        return edits.containsKey(name)
                ? !(edits.get(name) instanceof Edit.Update)
                : (clearing == Clearing.EVERYTHING && !ReservedNames.isKeptAtLogin(name))
                        || (clearing == Clearing.APPLICATION_VALUES && !ReservedNames.isReserved(name));
    }

    boolean removes(String name) {
        Edit edit = edits.get(name);
        return edit == null ? decides(name) : edit.isRemoval();
    }

    /** The names that are set, whatever was stored. */
    List<String> namesSet() {
        return edits.entrySet().stream()
                .filter(edit -> !edit.getValue().isRemoval())
                .map(Map.Entry::getKey)
                .toList();
    }

    void clearApplicationValues() {
        revision++;
        edits.keySet().removeIf(name -> !ReservedNames.isReserved(name));
        if (clearing == Clearing.NOTHING) {
            clearing = Clearing.APPLICATION_VALUES;
        }
    }

    void clearEverything() {
        revision++;
        edits.keySet().removeIf(name -> !ReservedNames.isKeptAtLogin(name));
        clearing = Clearing.EVERYTHING;
    }

    void idleTimeout(Optional<Duration> timeout) {
        revision++;
        this.idleTimeout = Optional.of(new IdleTimeout(timeout));
    }

    /** The idle timeout as changed, or as it was. */
    Optional<Duration> idleTimeoutOr(Optional<Duration> before) {
        return idleTimeout.map(IdleTimeout::value).orElse(before);
    }

    void login(String newPrincipal) {
        revision++;
        this.principal = newPrincipal;
        edits.remove(ReservedNames.PLACE); // one among another user's logins
    }

    /** The login was saved on its own. */
    void forgetLogin() {
        revision++;
        this.principal = null;
    }

    /** Gives the login its number; see {@link Places}. */
    void takePlace(AttributeValue number) {
        put(ReservedNames.PLACE, number);
    }

    /** The number of the login among them, if it takes a place. */
    Optional<AttributeValue> place() {
        return edits.get(ReservedNames.PLACE) instanceof Edit.Put number
                ? Optional.of(number.value())
                : Optional.empty();
    }

    Optional<String> principal() {
        return Optional.ofNullable(principal);
    }

    void renewWith(SessionToken token) {
        revision++;
        this.newToken = token;
    }

    Optional<SessionToken> newToken() {
        return Optional.ofNullable(newToken);
    }

    /** The record with the changes, at the same version. */
    SessionRecord applyTo(SessionRecord base, Settings settings, Instant now) {
        SessionRecord next = applyAllButAttributes(base, settings, now);
        return edits.isEmpty() && clearing == Clearing.NOTHING
                ? next
                : next.toBuilder()
                        .attributes(applyEdits(base.attributes(), settings))
                        .build();
    }

    /** The record with the changes to everything but attributes; runs no function of the application. */
    SessionRecord applyAllButAttributes(SessionRecord base, Settings settings, Instant now) {
        SessionRecord.Builder next = base.toBuilder();
        idleTimeout.ifPresent(changed -> next.idleTimeout(changed.value()));
        if (principal != null) {
            next.principal(Optional.of(principal)).authenticated(now);
            settings.policy().absoluteTimeout().ifPresent(limit -> next.deadline(now.plus(limit)));
        }
        if (newToken != null) {
            next.secrets(base.secrets().replacedBy(newToken.secretHash(), now))
                    .renewals(base.renewals() + 1)
                    .renewed(now);
        }
        return next.build();
    }

    private Attributes applyEdits(Attributes base, Settings settings) {
        Map<String, AttributeValue> values = base.toMap();
        values.values().removeIf(value -> value.hasEndedAt(settings.clock()));
        switch (clearing) {
            case EVERYTHING -> values.keySet().removeIf(name -> !ReservedNames.isKeptAtLogin(name));
            case APPLICATION_VALUES -> values.keySet().removeIf(name -> !ReservedNames.isReserved(name));
            case NOTHING -> {}
        }
        edits.forEach((name, edit) -> {
            if (edit instanceof Edit.Put put) {
                values.put(name, put.value());
            } else if (edit instanceof Edit.Update update) {
                values.put(name, updated(values.get(name), update, settings));
            } else if (edit instanceof Edit.RemoveSeen removal) {
                if (settings.forms().same(Optional.ofNullable(values.get(name)), Optional.of(removal.seen()))) {
                    values.remove(name);
                }
            } else {
                values.remove(name);
            }
        });
        return withinLimits(Attributes.of(values), base, settings.codecs().limits());
    }

    private static AttributeValue updated(@Nullable AttributeValue stored, Edit.Update update, Settings settings) {
        if (settings.forms().same(Optional.ofNullable(stored), update.before())) {
            return update.after(); // nobody changed it meanwhile, so the request's own run counts
        }
        Object value = stored == null ? update.initial() : readable(stored, update.initial(), settings);
        for (UnaryOperator<Object> step : update.steps()) {
            value = step.apply(value);
        }
        return settings.encode(value, Optional.ofNullable(stored).flatMap(AttributeValue::endsAt));
    }

    private static Object readable(AttributeValue stored, Object initial, Settings settings) {
        try {
            return settings.codecs().decode(stored);
        } catch (UnreadableAttributeException absent) {
            return initial;
        }
    }

    /** Refuses growth beyond the limits; a session that is beyond them already, since they were lowered, may shrink. */
    private static Attributes withinLimits(Attributes attributes, Attributes before, AttributeLimits limits) {
        if (attributes.count() > limits.attributes() && attributes.count() > before.count()) {
            throw new AttributeLimitException("the session would have " + attributes.count()
                    + " attributes, more than attributes = " + limits.attributes());
        }
        if (attributes.size() > limits.sessionBytes() && attributes.size() > before.size()) {
            throw new AttributeLimitException("the session's attributes would take " + attributes.size()
                    + " bytes, more than sessionBytes = " + limits.sessionBytes()
                    + ": keep large data elsewhere and its key in the session, or raise the limit");
        }
        return attributes;
    }
}

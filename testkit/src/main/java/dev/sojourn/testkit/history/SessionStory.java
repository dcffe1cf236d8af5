// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.history.Answer.Outcome;
import dev.sojourn.testkit.history.Intent.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All operations of one session, and what can be concluded from them for all rules. Immutable. */
final class SessionStory {
    static final long NEVER = Long.MAX_VALUE;

    private final String label;
    private final List<Operation> operations;
    private final List<Fault> faults;
    private final List<Operation> logins;
    private final List<Operation> logouts;
    private final String created;
    private final long begunAt;
    private final long endedAt;
    private final long lostAt;

    /** The operations are in the order in which they began. */
    SessionStory(String label, List<Operation> operations, List<Fault> faults) {
        this.label = label;
        this.operations = List.copyOf(operations);
        this.faults = faults;
        this.created = operations.stream()
                .filter(operation -> operation.has(Outcome.OK))
                .map(operation -> operation.seen().created())
                .filter(moment -> !moment.isEmpty())
                .findFirst()
                .orElse("");
        this.logins = possible(EnumSet.of(Kind.LOGIN));
        this.logouts = possible(EnumSet.of(Kind.LOGOUT));
        this.begunAt = possibleIncrements().stream()
                .filter(increment -> increment.has(Outcome.OK))
                .mapToLong(increment -> increment.span().to())
                .min()
                .orElse(NEVER);
        this.endedAt = logouts.stream()
                .filter(this::isCertainEnd)
                .mapToLong(logout -> logout.span().to())
                .min()
                .orElse(NEVER);
        this.lostAt = refusals()
                .filter(refusal -> !isExplained(refusal))
                .mapToLong(refusal -> refusal.span().from())
                .min()
                .orElse(NEVER);
    }

    String label() {
        return label;
    }

    List<Operation> operations() {
        return operations;
    }

    /** The logins that may have happened. */
    List<Operation> logins() {
        return logins;
    }

    /** When the first certain logout had been acknowledged. */
    long endedAt() {
        return endedAt;
    }

    /** Whether this operation is a logout whose acknowledgement cannot belong to an older token that a login made void. */
    boolean isCertainEnd(Operation logout) {
        return logout.is(Kind.LOGOUT)
                && logout.has(Outcome.OK)
                && logins.stream().noneMatch(login -> login.effectOverlaps(logout));
    }

    /** The answers that show this session, in the order in which they were asked for. */
    Stream<Operation> sightings() {
        return operations.stream().filter(this::showsIt);
    }

    /** The same while the session certainly lived: what came after its end or its loss is wrong as a whole. */
    Stream<Operation> sightingsInLife() {
        return sightings()
                .filter(sighting ->
                        sighting.span().to() < lostAt && sighting.span().from() < endedAt);
    }

    /** The answers that show that the system did not recognise this session. */
    Stream<Operation> refusals() {
        return operations.stream()
                .filter(operation -> operation.has(Outcome.NO_SESSION) || showsAnotherInItsPlace(operation));
    }

    /** Whether a refusal is right: the session may not have begun or may have been ended, or a login was making the token void. */
    boolean isExplained(Operation refusal) {
        return begunAt > refusal.span().from()
                || logouts.stream()
                        .anyMatch(
                                logout -> logout.span().from() < refusal.span().to())
                || logins.stream().anyMatch(login -> login.effectOverlaps(refusal));
    }

    /**
     * The increments that must be shown: acknowledged, and not under way together with a login or a logout, which may drop
     * what was asked with the older token.
     */
    List<Operation> certainIncrements() {
        return possibleIncrements().stream().filter(this::mustBeShown).toList();
    }

    /** The increments that may be shown. */
    List<Operation> possibleIncrements() {
        return possible(EnumSet.of(Kind.INCREMENT, Kind.SECTION));
    }

    /** Whether a failover may have lost this write: there was a fault when it may have taken effect. */
    boolean mayBeLost(Operation write) {
        return faults.stream()
                .anyMatch(fault -> write.span().from() <= fault.window().to()
                        && write.latestEffect() >= fault.window().from());
    }

    private boolean mustBeShown(Operation increment) {
        return increment.has(Outcome.OK)
                && Stream.concat(logins.stream(), logouts.stream())
                        .noneMatch(change -> change.effectOverlaps(increment));
    }

    private boolean showsIt(Operation operation) {
        return operation.has(Outcome.OK) && operation.seen().isPresent() && !showsAnotherInItsPlace(operation);
    }

    /** A session keeps its moment of creation. */
    private boolean showsAnotherInItsPlace(Operation operation) {
        return operation.has(Outcome.OK)
                && operation.seen().isPresent()
                && !operation.seen().created().equals(created);
    }

    private List<Operation> possible(Set<Kind> kinds) {
        return operations.stream()
                .filter(operation -> kinds.contains(operation.intent().kind()) && operation.mayHaveHappened())
                .filter(operation -> !showsAnotherInItsPlace(operation))
                .toList();
    }
}

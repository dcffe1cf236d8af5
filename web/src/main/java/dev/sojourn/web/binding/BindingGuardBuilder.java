// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what a {@link BindingGuard} needs; not thread-safe. */
public final class BindingGuardBuilder {
    private static final int MOST_SIGNALS = 16;
    private static final int OBSERVE_FROM = 30;
    private static final int REAUTHENTICATE_FROM = 50;

    private final List<BindingSignal> signals = new ArrayList<>(List.of(
            BindingSignal.browser(), BindingSignal.platform(), BindingSignal.language(), BindingSignal.network()));
    private final Map<BindingReaction, Integer> thresholds = new EnumMap<>(BindingReaction.class);
    private boolean visitors;
    private boolean descriptions;

    BindingGuardBuilder() {}

    /** Compares these signals only, in place of those named before and of the default ones. */
    public BindingGuardBuilder signals(BindingSignal... only) {
        signals.clear();
        signals.addAll(List.of(only));
        return this;
    }

    /** Compares this signal too, or in place of the one with the same name. */
    public BindingGuardBuilder signal(BindingSignal another) {
        signals.removeIf(known -> known.name().equals(another.name()));
        signals.add(another);
        return this;
    }

    /**
     * Reacts so from this score on; of those that are reached, the strongest counts.
     *
     * <p>By default {@link BindingReaction#OBSERVE} from 30 (less is a language or a network, which owners change often) and
     * {@link BindingReaction#REAUTHENTICATE} from 50 (another browser or system), since at worst that costs an owner a password
     * where one is asked for anyway. Once one reaction is named here, only those named count. To try out what would happen:
     * {@code OBSERVE} alone.
     */
    public BindingGuardBuilder react(BindingReaction reaction, int fromScore) {
        thresholds.put(reaction, fromScore);
        return this;
    }

    /**
     * Binds sessions in which nobody is logged in, too: as soon as they hold something, and anew at each
     * {@link dev.sojourn.Session#renew()}.
     *
     * <p>For carts worth guarding, and for applications that log in without {@link dev.sojourn.Session#login}, with
     * {@code changeSessionId()} for instance. By default only a login binds, since only then it is known whose client it is.
     */
    public BindingGuardBuilder bindVisitors() {
        this.visitors = true;
        return this;
    }

    /**
     * Gives the session a name for lists of devices whenever it is bound: {@link UserAgent#describe()} as
     * {@link dev.sojourn.Session#client()}. By default that is left to the application.
     */
    public BindingGuardBuilder describeClients() {
        this.descriptions = true;
        return this;
    }

    /**
     * The guard.
     *
     * @throws IllegalArgumentException that names all that is wrong: no signals or more than 16, two that cannot be told apart, a
     *     score that cannot be reached or is less than 1, a reaction that never happens because a stronger one comes earlier
     */
    public BindingGuard build() {
        Map<BindingReaction, Integer> chosen = thresholds.isEmpty() ? defaultThresholds() : thresholds;
        List<String> problems = new ArrayList<>();
        checkSignals(problems);
        checkThresholds(chosen, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new BindingGuard(signals, chosen, visitors, descriptions);
    }

    private void checkSignals(List<String> problems) {
        if (signals.isEmpty() || signals.size() > MOST_SIGNALS) {
            problems.add("there must be 1 to " + MOST_SIGNALS + " signals, were " + signals.size());
        }
        Map<Short, String> names = new TreeMap<>();
        for (BindingSignal signal : signals) {
            String other = names.put(ClientMarks.idOf(signal), signal.name());
            if (other != null) {
                problems.add("the signals " + other + " and " + signal.name()
                        + " cannot be told apart in what is stored: give one of them another name");
            }
        }
    }

    private void checkThresholds(Map<BindingReaction, Integer> chosen, List<String> problems) {
        int highest = highestScore();
        int before = 0;
        for (Map.Entry<BindingReaction, Integer> threshold : chosen.entrySet()) {
            int fromScore = threshold.getValue();
            if (fromScore < 1 || fromScore > highest) {
                problems.add("the score for " + threshold.getKey() + " must be 1 to " + highest
                        + ", which is what all signals weigh together, was " + fromScore);
            }
            if (fromScore <= before) {
                problems.add(threshold.getKey() + " must begin at a higher score than the weaker reactions, was "
                        + fromScore);
            }
            before = Math.max(before, fromScore);
        }
    }

    private static Map<BindingReaction, Integer> defaultThresholds() {
        Map<BindingReaction, Integer> defaults = new EnumMap<>(BindingReaction.class);
        defaults.put(BindingReaction.OBSERVE, OBSERVE_FROM);
        defaults.put(BindingReaction.REAUTHENTICATE, REAUTHENTICATE_FROM);
        return defaults;
    }

    private int highestScore() {
        return signals.stream().mapToInt(BindingSignal::weight).sum();
    }
}

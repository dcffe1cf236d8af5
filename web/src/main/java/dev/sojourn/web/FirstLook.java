// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way from what a request presents to its session: gone once, when somebody first asks.
 *
 * <p>Guarded by the lock of its {@link RequestSession}.
 */
final class FirstLook {
    private final WebSessions sessions;
    private final WebExchange exchange;
    private final boolean possible;
    private final HeldSession held;
    private final SessionWatches watches;
    private @Nullable PresentedTokens presented;
    private boolean done;
    private @Nullable RequestRefusedException refused;

    FirstLook(WebSessions sessions, WebExchange exchange, boolean possible, HeldSession held, SessionWatches watches) {
        this.sessions = sessions;
        this.exchange = exchange;
        this.possible = possible;
        this.held = held;
        this.watches = watches;
    }

    /** The tokens of the request. No round trip. */
    PresentedTokens presented() {
        PresentedTokens known = presented;
        if (known == null) {
            known = new PresentedTokens(possible ? sessions.transport().tokens(exchange) : List.of());
            presented = known;
        }
        return known;
    }

    /**
     * Opens the session, if nobody did before.
     *
     * @param headLeft whether the head of the response has left
     * @throws RequestRefusedException if a watch refuses to hand it out, now or before
     */
    void take(boolean headLeft) {
        if (refused != null) {
            throw refused;
        }
        if (done) {
            return;
        }
        Optional<PresentedTokens.Opened> found = presented().open(sessions, exchange);
        found.ifPresent(held::open);
        judging(() -> found.isEmpty() || watches.handOut(found.get().session()));
        done = true;
        if (headLeft || exchange.isResponseCommitted()) {
            held.responseLeft();
        }
    }

    /** Another one watches; if the session is open already, it sees it now. */
    void watch(WebGuard guard, SessionWatch watch) {
        watches.add(guard, watch);
        held.watched();
        judging(() -> held.opened()
                .filter(found -> held.current().isPresent())
                .map(found -> watches.lastHandsOut(found.session()))
                .orElse(true));
    }

    /** Nobody gets a session that was not judged, or not in its favour; nor does it count as used. */
    private void judging(BooleanSupplier handsOut) {
        try {
            if (!handsOut.getAsBoolean()) {
                held.forgetOpened();
            }
        } catch (RequestRefusedException no) {
            held.drop();
            refused = no;
            throw no;
        } catch (RuntimeException unknown) {
            held.drop();
            throw unknown;
        }
    }
}

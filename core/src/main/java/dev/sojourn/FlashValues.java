// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Flash values, kept in the session under reserved names and guarded by the session's lock. */
final class FlashValues implements Flash {
    private final ActiveSession session;
    private final Map<String, Object> forNow = new HashMap<>();
    private final Set<String> forNext = new HashSet<>();
    private final Set<String> usedUp = new HashSet<>();
    private final Set<String> kept = new HashSet<>();

    FlashValues(ActiveSession session) {
        this.session = session;
    }

    @Override
    public void next(String name, Object value) {
        session.together(() -> {
            session.write(ReservedNames.FLASH + name, value);
            forNext.add(name);
            return usedUp.remove(name);
        });
    }

    @Override
    public void now(String name, Object value) {
        session.together(() -> Optional.ofNullable(forNow.put(name, value)));
    }

    @Override
    public Optional<Object> get(String name) {
        return session.together(() -> {
            if (forNow.containsKey(name)) {
                return Optional.of(forNow.get(name));
            }
            if (forNext.contains(name)) {
                return Optional.empty();
            }
            Optional<Object> value = session.read(ReservedNames.FLASH + name);
            if (value.isPresent() && !kept.contains(name)) {
                usedUp.add(name);
            }
            return value;
        });
    }

    @Override
    public Optional<Object> pop(String name) {
        return session.together(() -> {
            Optional<Object> value = get(name);
            boolean onlyForNow = forNow.remove(name) != null;
            if (value.isPresent() && !onlyForNow) {
                session.eraseSeen(ReservedNames.FLASH + name);
                usedUp.remove(name);
            }
            return value;
        });
    }

    @Override
    public SortedSet<String> names() {
        return session.together(() -> {
            SortedSet<String> names = new TreeSet<>();
            for (String reserved : session.namesBeginning(ReservedNames.FLASH)) {
                names.add(reserved.substring(ReservedNames.FLASH.length()));
            }
            names.removeAll(forNext);
            names.addAll(forNow.keySet());
            return names;
        });
    }

    @Override
    public void keep(String name) {
        session.together(() -> {
            if (forNow.containsKey(name)) {
                next(name, forNow.get(name));
            }
            kept.add(name);
            return usedUp.remove(name);
        });
    }

    /** At commit, under the session's lock: what was read goes, and what was meant for the next request stays. */
    void collect() {
        List.copyOf(usedUp).forEach(name -> session.eraseSeen(ReservedNames.FLASH + name));
        usedUp.clear();
    }
}

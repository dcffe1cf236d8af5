// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.MemoryStore;
import picocli.CommandLine.TypeConversionException;

/**
 * Which store the demo keeps its sessions in, as {@code --store} names it.
 *
 * @param name what was typed
 */
record DemoStore(String name) {

    static DemoStore parse(String name) {
        if (!name.equals("memory")) {
            throw new TypeConversionException("there is no store \"" + name + "\"; there is: memory");
        }
        return new DemoStore(name);
    }

    SessionStore open() {
        return MemoryStore.builder().build();
    }
}

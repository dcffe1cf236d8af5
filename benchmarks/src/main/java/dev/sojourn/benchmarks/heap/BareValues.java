// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.heap;

import dev.sojourn.benchmarks.SampleAttributes;
import java.util.ArrayList;
import java.util.List;

/** Nothing but the values: no id, no names, no times. */
final class BareValues implements Sessions {
    private final List<Object[]> all = new ArrayList<>();

    @Override
    public void add(int number) {
        List<Object> values = new ArrayList<>();
        SampleAttributes.forEach(number, (name, value) -> values.add(value));
        all.add(values.toArray());
    }

    @Override
    public long count() {
        return all.size();
    }

    @Override
    public Object root() {
        return all;
    }
}

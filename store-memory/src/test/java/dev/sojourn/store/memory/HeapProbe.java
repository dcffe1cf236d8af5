// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.testkit.StoreProbe;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** All that hangs on an object of this heap, as whoever reads a dump of the heap sees it: texts, bytes and numbers. */
final class HeapProbe implements StoreProbe {
    private static final Set<Class<?>> NO_CONTENT = Set.of(Class.class, ClassLoader.class, Thread.class);

    private final Object root;

    HeapProbe(Object root) {
        this.root = root;
    }

    @Override
    public List<byte[]> dump() {
        Walk walk = new Walk();
        walk.from(root);
        return walk.found;
    }

    private static final class Walk {
        private final List<byte[]> found = new ArrayList<>();
        private final Queue<Object> waiting = new ArrayDeque<>();
        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        void from(Object start) {
            add(start);
            for (Object next = waiting.poll(); next != null; next = waiting.poll()) {
                visit(next);
            }
        }

        private void add(@Nullable Object object) {
            if (object != null && seen.add(object)) {
                waiting.add(object);
            }
        }

        private void visit(Object object) {
            if (object instanceof byte[] bytes) {
                found.add(bytes.clone());
            } else if (object.getClass().isArray()) {
                array(object);
            } else if (isOfTheJdk(object.getClass())) {
                ofTheJdk(object);
            } else {
                fields(object);
            }
        }

        /** Whose fields are closed, and whose content can be asked for. */
        private void ofTheJdk(Object object) {
            if (object instanceof CharSequence text) {
                found.add(text.toString().getBytes(StandardCharsets.UTF_8));
            } else if (object instanceof Map<?, ?> map) {
                map.forEach((key, value) -> {
                    add(key);
                    add(value);
                });
            } else if (object instanceof Iterable<?> elements) {
                elements.forEach(this::add);
            } else if (object instanceof Optional<?> optional) {
                optional.ifPresent(this::add);
            } else if (object instanceof AtomicReference<?> reference) {
                add(reference.get());
            } else if (object instanceof Reference<?> reference) {
                add(reference.get());
            }
        }

        /** Numbers are read as one row of bytes, since a secret may be kept as some longs. */
        private void array(Object array) {
            if (!array.getClass().getComponentType().isPrimitive()) {
                for (Object element : (Object[]) array) {
                    add(element);
                }
                return;
            }
            ByteBuffer row = ByteBuffer.allocate(Long.BYTES * Array.getLength(array));
            for (int index = 0; index < Array.getLength(array); index++) {
                put(row, Array.get(array, index));
            }
            keep(row);
        }

        private void fields(Object object) {
            ByteBuffer row = ByteBuffer.allocate(1024);
            for (Class<?> type = object.getClass(); type != null && !isOfTheJdk(type); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        Object value = valueOf(field, object);
                        if (field.getType().isPrimitive()) {
                            put(row, value);
                        } else {
                            add(value);
                        }
                    }
                }
            }
            keep(row);
        }

        private static @Nullable Object valueOf(Field field, Object object) {
            try {
                field.setAccessible(true);
                return field.get(object);
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private static void put(ByteBuffer row, @Nullable Object number) {
            if (number instanceof Long value) {
                row.putLong(value);
            } else if (number instanceof Integer value) {
                row.putInt(value);
            } else if (number instanceof Short value) {
                row.putShort(value);
            } else if (number instanceof Byte value) {
                row.put(value);
            } else if (number instanceof Character value) {
                row.put((byte) value.charValue());
            }
        }

        private void keep(ByteBuffer row) {
            if (row.position() > 0) {
                byte[] bytes = new byte[row.position()];
                row.flip();
                row.get(bytes);
                found.add(bytes);
            }
        }

        private static boolean isOfTheJdk(Class<?> type) {
            return NO_CONTENT.stream().anyMatch(none -> none.isAssignableFrom(type))
                    || type.isArray()
                    || type.getName().startsWith("java.")
                    || type.getName().startsWith("jdk.")
                    || type.getName().startsWith("sun.");
        }
    }
}

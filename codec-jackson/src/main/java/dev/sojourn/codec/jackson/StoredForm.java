// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.type.TypeFactory;

/**
 * How one type is written and read: a registered type, or a list, set or map of one. Immutable.
 *
 * @param name stands before the value
 * @param writer writes values of the type
 * @param reader reads them
 */
record StoredForm(String name, ObjectWriter writer, ObjectReader reader) {

    /** The registered type itself. */
    static StoredForm plain(String name, Class<?> type, ObjectMapper mapper) {
        return new StoredForm(name, mapper.writerFor(type), mapper.readerFor(type));
    }

    /** A container of the registered type. */
    static StoredForm in(Containers container, String name, Class<?> type, ObjectMapper mapper) {
        TypeFactory types = mapper.getTypeFactory();
        JavaType written;
        JavaType read;
        switch (container) {
            case LIST -> {
                written = types.constructCollectionType(List.class, type);
                read = types.constructCollectionType(ArrayList.class, type);
            }
            case SET -> {
                written = types.constructCollectionType(Set.class, type);
                read = types.constructCollectionType(LinkedHashSet.class, type);
            }
            default -> {
                written = types.constructMapType(Map.class, String.class, type);
                read = types.constructMapType(LinkedHashMap.class, String.class, type);
            }
        }
        return new StoredForm(container.nameOf(name), mapper.writerFor(written), mapper.readerFor(read));
    }
}

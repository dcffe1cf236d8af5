// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/** Reads objects of allowed classes; others are refused before they are looked for. One thread at a time. */
final class AllowedObjectInput extends ObjectInputStream {
    private final AllowedClasses allowed;
    private final ClassLoader loader;

    AllowedObjectInput(InputStream source, AllowedClasses allowed, ObjectInputFilter filter, ClassLoader loader)
            throws IOException {
        super(source);
        this.allowed = allowed;
        this.loader = loader;
        // The stream starts with the filter of the virtual machine, which setting another one would replace.
        ObjectInputFilter ofTheMachine = getObjectInputFilter();
        setObjectInputFilter(ofTheMachine == null ? filter : ObjectInputFilter.merge(filter, ofTheMachine));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        String name = description.getName();
        if (!allowed.includes(name)) {
            throw new InvalidClassException(name, "is not on the allow-list");
        }
        return Class.forName(name, false, loader);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
        throw new InvalidClassException("a dynamic proxy is never allowed");
    }
}

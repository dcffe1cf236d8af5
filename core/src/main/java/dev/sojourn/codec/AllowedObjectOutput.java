// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;

/** Writes objects of allowed classes, up to a size. One thread at a time. */
final class AllowedObjectOutput extends ObjectOutputStream {
    private final AllowedClasses allowed;
    private boolean failed;

    private AllowedObjectOutput(OutputStream target, AllowedClasses allowed) throws IOException {
        super(target);
        this.allowed = allowed;
        enableReplaceObject(true);
    }

    /** The serialised value, or the reason why there is none. */
    static byte[] write(Object value, AllowedClasses allowed, int limit) {
        LimitedBytes bytes = new LimitedBytes(limit);
        try (AllowedObjectOutput output = new AllowedObjectOutput(bytes, allowed)) {
            output.writeObject(value);
            output.flush();
            return bytes.toByteArray();
        } catch (StackOverflowError tooDeep) {
            throw new AttributeLimitException(
                    "a value of " + value.getClass().getName() + " is nested too deep to be serialised", tooDeep);
        } catch (ObjectStreamException refused) {
            // The messages of these exceptions name classes and nothing of the content.
            throw new IllegalArgumentException(
                    "a value of " + value.getClass().getName() + " cannot be stored: "
                            + refused.getClass().getSimpleName() + ", " + refused.getMessage(),
                    refused);
        } catch (IOException failure) {
            throw new IllegalArgumentException(
                    "a value of " + value.getClass().getName() + " cannot be serialised: see the cause", failure);
        }
    }

    /**
     * Changes nothing, but sees when the stream writes the exception that ends it: that must not fail, or it would hide the
     * exception. A value that holds such an exception gets through here, and is refused when it is read back.
     */
    @Override
    protected Object replaceObject(Object written) {
        failed |= written instanceof IOException;
        return written;
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
        if (failed) {
            return;
        }
        if (type == SerializedLambda.class) {
            throw new InvalidClassException("a lambda is never allowed");
        }
        if (!allowed.includes(type)) {
            throw new InvalidClassException(
                    type.getName(), "is not on the allow-list of JavaSerializationCodec: add it with allow(..)");
        }
    }

    @Override
    protected void annotateProxyClass(Class<?> type) throws IOException {
        throw new InvalidClassException("a dynamic proxy is never allowed");
    }

    /** Stops a value that is too large while it is written. */
    private static final class LimitedBytes extends ByteArrayOutputStream {
        private final int limit;

        LimitedBytes(int limit) {
            this.limit = limit;
        }

        @Override
        public synchronized void write(int value) {
            require(1);
            super.write(value);
        }

        @Override
        public synchronized void write(byte[] source, int offset, int length) {
            require(length);
            super.write(source, offset, length);
        }

        private void require(int length) {
            if (length > limit - count) {
                throw new AttributeLimitException("a serialised value takes more than bytes = " + limit
                        + ": keep it elsewhere and its key in the session, or raise the limit");
            }
        }
    }
}

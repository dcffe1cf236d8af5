// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a shop keeps in its sessions. */
final class Shop {
    private Shop() {}

    /** Shown otherwise than it is called, and with bodies. */
    enum Money {
        EUR {
            @Override
            boolean isRound() {
                return false;
            }
        },
        CHF {
            @Override
            boolean isRound() {
                return true;
            }
        };

        abstract boolean isRound();

        @Override
        public String toString() {
            return "money of " + name();
        }
    }

    record Item(String sku, int quantity, BigDecimal price) {}

    record Cart(Money money, List<Item> items, Optional<Payment> payment) {}

    sealed interface Payment permits Card, Cash, Transfer {}

    record Card(String number, int month) implements Payment {}

    record Cash(Money money) implements Payment {}

    sealed interface Transfer extends Payment permits Sepa, Swift {}

    record Sepa(String iban) implements Transfer {}

    record Swift(String bic) implements Transfer {}

    /** Fields of all kinds, one of a superclass, and getters that compute. */
    static class Customer extends Person {
        private List<String> visited = new ArrayList<>();
        private boolean member;
        private transient int notStored;

        private Customer() {
            super("nobody");
        }

        Customer(String name, boolean member, int notStored) {
            super(name);
            this.member = member;
            this.notStored = notStored;
        }

        public String getGreeting() {
            throw new IllegalStateException("getters are not asked");
        }

        void visit(String page) {
            visited.add(page);
        }

        int notStored() {
            return notStored;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Customer that
                    && that.name.equals(name)
                    && that.member == member
                    && that.visited.equals(visited);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, member, visited);
        }
    }

    static class Person {
        protected String name;

        Person(String name) {
            this.name = name;
        }
    }

    static Cart cart() {
        return new Cart(
                Money.EUR,
                new ArrayList<>(List.of(new Item("tea", 2, new BigDecimal("4.50")))),
                Optional.of(new Sepa("DE00")));
    }

    static JacksonCodec.Builder types() {
        return JacksonCodec.builder()
                .type("cart", Cart.class)
                .type("customer", Customer.class)
                .type("payment", Payment.class)
                .type("everything", Everything.class)
                .type("keys", Keys.class);
    }

    /** The same types in both formats. */
    static Stream<JacksonCodec> codecs() {
        return Stream.of(types().build(), types().binary().build());
    }
}

package io.priok.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.domain.Refusal;
import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void takesAnAddressOfThisHostWithOrWithoutAPort() {
        assertThat(Addresses.advertise("127.0.0.1")).isEqualTo("127.0.0.1");
        assertThat(Addresses.advertise("127.0.0.1:2399")).isEqualTo("127.0.0.1");
        assertThat(Addresses.portOf("127.0.0.1:2399", 2377)).isEqualTo(2399);
        assertThat(Addresses.portOf("127.0.0.1", 2377)).isEqualTo(2377);
    }

    @Test
    void takesTheAddressOfANamedInterface() {
        assertThat(Addresses.advertise("lo")).isEqualTo("127.0.0.1");
    }

    @Test
    void listensOnAnAddressOrAnInterface() {
        Addresses.checkListen("0.0.0.0:2377");
        Addresses.checkListen("lo:2377");
        assertThatThrownBy(() -> Addresses.checkListen(""))
                .isInstanceOf(Refusal.class)
                .hasMessage("invalid ListenAddr \"\": invalid empty address");
        assertThatThrownBy(() -> Addresses.checkListen("garbage"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("listen address must be an IP address");
    }

    @Test
    void refusesWhatIsNotThisHosts() {
        assertThatThrownBy(() -> Addresses.advertise("192.0.2.250"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("advertise address must be");
        assertThatThrownBy(() -> Addresses.portOf("127.0.0.1:x", 2377)).isInstanceOf(Refusal.class);
    }
}

package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "secret")
class SecretEntity extends ObjectEntity {
    String name = "";
}

package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "network")
class NetworkEntity extends ObjectEntity {
    String name = "";
}

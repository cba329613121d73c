package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "config")
class ConfigEntity extends ObjectEntity {
    String name = "";
}

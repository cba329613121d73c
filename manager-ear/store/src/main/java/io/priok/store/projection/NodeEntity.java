package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "node")
class NodeEntity extends ObjectEntity {
    String name = "";
    String role = "";
    String availability = "";
    String state = "";
    String address = "";
}

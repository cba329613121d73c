package io.priok.front;

/** What all connections of one front door share. */
record Door(FrontDoorConfig config, Routes routes, Backends backends, EngineVersion engineVersion, Counters counters) {}

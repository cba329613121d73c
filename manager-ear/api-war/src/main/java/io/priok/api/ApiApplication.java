package io.priok.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Docker's API has no context root: it begins at {@code /}. */
@ApplicationPath("/")
public class ApiApplication extends Application {}

/**
 * The wire views: records in the shape of Docker's JSON, made from domain objects. Component names are field names, as the
 * codec knows them; what Docker leaves out is absent or empty here.
 */
@NullMarked
package io.priok.api.view;

import org.jspecify.annotations.NullMarked;

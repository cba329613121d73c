/** Tests of the adapter between a stand-in for the server and real brokers in the same process. */
@NullMarked
package io.priok.adapter;

import org.jspecify.annotations.NullMarked;

package io.priok.e2e.lab;

import io.priok.e2e.InstalledClis;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A class of tests on the lab of three hosts that runs with each installed docker command. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@OnLab
@ParameterizedClass(name = "{0}")
@ArgumentsSource(InstalledClis.class)
@interface OnLabWithEachCli {}

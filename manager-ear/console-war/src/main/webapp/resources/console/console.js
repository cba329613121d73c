// Behaviour of every page: dialogs, copying, ages, and looking again when the server says that something changed.
(function () {
  "use strict";

  document.documentElement.classList.add("scripted");

  /* ---- looking again ---- */

  var SPACING = 350; // ms between two refreshes of our own
  var PATIENCE = 10000; // ms until a refresh that was never answered is given up
  var busy = false;
  var stale = false;
  var last = 0;
  var timer = 0;

  function refresh() {
    if (timer) {
      return;
    }
    timer = window.setTimeout(function () {
      timer = 0;
      if ((busy && Date.now() - last < PATIENCE) || document.hidden || typeof window.priokRefresh !== "function") {
        stale = true;
        return;
      }
      stale = false;
      busy = true;
      last = Date.now();
      var held = remember();
      window.priokRefresh([]);
      restore = held;
    }, Math.max(0, last + SPACING - Date.now()));
  }

  var restore = null;

  // What had the focus inside the part that is replaced gets it back.
  function remember() {
    var live = document.getElementById("live");
    var active = document.activeElement;
    if (!live || !active || !live.contains(active)) {
      return null;
    }
    var all = Array.prototype.slice.call(live.querySelectorAll("a, button, input, select"));
    return { at: all.indexOf(active), text: active.textContent, value: active.value, id: active.id };
  }

  function bringBack(held) {
    if (!held) {
      return;
    }
    var live = document.getElementById("live");
    var all = live ? live.querySelectorAll("a, button, input, select") : [];
    var found = held.id ? document.getElementById(held.id) : all[held.at];
    if (found && found.textContent === held.text) {
      if (found.tagName === "INPUT") {
        found.value = held.value;
      }
      found.focus({ preventScroll: true });
    }
  }

  function settled() {
    busy = false;
    document.getElementById("offline").hidden = true;
    bringBack(restore);
    restore = null;
    ages();
    if (stale) {
      refresh();
    }
  }

  window.priokChanged = refresh;
  window.priokOpened = function () {
    document.getElementById("offline").hidden = true;
    refresh();
  };
  window.priokClosed = function (code) {
    // 1000: the server sees no session any more; the page that follows is the sign-in.
    if (leaving) {
      return;
    }
    if (code === 1000) {
      window.location.reload();
      return;
    }
    document.getElementById("offline").hidden = false;
  };
  // A machine that slept may have lost its socket without a word.
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) {
      refresh();
    }
  });
  window.setInterval(function () {
    if (stale) {
      refresh();
    }
  }, 3000);

  /* ---- ages grow by themselves ---- */

  function age(seconds) {
    if (seconds < 60) {
      return Math.max(0, Math.floor(seconds)) + " s";
    }
    if (seconds < 3600) {
      return Math.floor(seconds / 60) + " min";
    }
    return seconds < 86400 ? Math.floor(seconds / 3600) + " h" : Math.floor(seconds / 86400) + " d";
  }

  function ages() {
    document.querySelectorAll("time[data-age]").forEach(function (element) {
      var text = age((Date.now() - Date.parse(element.getAttribute("datetime"))) / 1000);
      if (element.textContent !== text) {
        element.textContent = text;
      }
    });
  }
  window.setInterval(ages, 1000);

  /* ---- dialogs ---- */

  window.priokDone = function () {
    var dialog = document.querySelector("dialog[open]");
    if (dialog && !dialog.querySelector(".trouble")) {
      dialog.close();
    }
  };

  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-open]");
    if (opener) {
      var dialog = document.getElementById(opener.getAttribute("data-open"));
      dialog.querySelectorAll(".trouble").forEach(function (old) { old.remove(); });
      dialog.showModal();
      var first = dialog.querySelector("[data-first]");
      if (first) {
        first.focus();
        if (first.select) {
          first.select();
        }
      }
      return;
    }
    if (event.target.closest("[data-close]")) {
      event.target.closest("dialog").close();
      return;
    }
    var dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) {
      dismiss.closest("." + dismiss.getAttribute("data-dismiss")).remove();
      return;
    }
    var copy = event.target.closest("[data-copy]");
    if (copy) {
      event.preventDefault();
      navigator.clipboard.writeText(copy.getAttribute("data-copy")).then(function () {
        copy.classList.add("done");
        copy.textContent = "Copied";
        window.setTimeout(function () {
          copy.classList.remove("done");
          copy.textContent = "Copy";
        }, 1500);
      });
    }
  });

  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit]")) {
      var form = event.target.form;
      // Empty choices do not belong into the address.
      form.querySelectorAll("select").forEach(function (select) { select.disabled = select.value === ""; });
      form.submit();
    }
  });

  /* ---- requests ---- */

  // What is folded away is shown when it holds a value or a trouble.
  function unfold() {
    document.querySelectorAll("details:not([open])").forEach(function (details) {
      var fields = Array.prototype.slice.call(details.querySelectorAll("input, textarea"));
      details.open = fields.some(function (field) { return field.value !== ""; }) || details.querySelector(".trouble") !== null;
    });
  }

  var leaving = false;
  window.addEventListener("beforeunload", function () {
    leaving = true;
    // A navigation that came to nothing, a download for one, leaves the page where it is.
    window.setTimeout(function () { leaving = false; }, 5000);
  });

  // An answer that is no part of a page means that the session is over or the view forgotten: the page is asked for anew. Without
  // an answer the page stays, with what it last knew; and requests that leaving the page broke off are no failures.
  function failed(xhr) {
    busy = false;
    if (leaving) {
      return;
    }
    if (!xhr || xhr.status === 0) {
      document.getElementById("offline").hidden = false;
      stale = true;
      return;
    }
    window.setTimeout(function () { window.location.reload(); }, 300);
  }

  document.addEventListener("DOMContentLoaded", function () {
    ages();
    if (!window.jQuery) {
      return;
    }
    var $ = window.jQuery;
    $(document).on("pfAjaxStart", function () { document.documentElement.classList.add("working"); });
    $(document).on("pfAjaxComplete", function () {
      document.documentElement.classList.remove("working");
      unfold();
    });
    $(document).on("pfAjaxError", function (event, xhr) { failed(xhr); });
  });
  window.priokSettled = settled;
  window.priokFailed = failed;
})();

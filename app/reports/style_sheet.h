// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mailmend {

/**
 * How papers look: light, black on white, no colour carries a meaning, nothing is loaded. Kept within what
 * QTextDocument understands where it matters (tables, margins, fonts), so that the window can show and print it.
 */
inline constexpr const char* paperStyle = R"css(
body { font-family: "Noto Sans", "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-size: 11pt;
       line-height: 1.45; color: #17202b; background: #ffffff; max-width: 50em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 0.3em 0; }
h2 { font-size: 15pt; margin: 1.6em 0 0.4em 0; border-bottom: 1px solid #808b9b; padding-bottom: 0.15em; }
h3 { font-size: 12.5pt; margin: 1.3em 0 0.3em 0; }
h4 { font-size: 11pt; margin: 1.1em 0 0.2em 0; }
p { margin: 0.3em 0 0.6em 0; }
ul, ol { margin: 0.3em 0 0.8em 0; padding-left: 1.5em; }
li { margin: 0.2em 0; }
table { border-collapse: collapse; width: 100%; margin: 0.5em 0 1em 0; font-size: 10pt; }
caption { text-align: left; color: #4a5666; padding-bottom: 0.3em; }
th, td { text-align: left; vertical-align: top; padding: 0.3em 0.6em 0.3em 0; border-bottom: 1px solid #c8cfd8;
         overflow-wrap: anywhere; }
thead th { overflow-wrap: normal; }
thead th { border-bottom: 1px solid #17202b; }
dl { margin: 0.3em 0 0.8em 0; display: grid; grid-template-columns: 11em 1fr; column-gap: 0.8em; row-gap: 0.3em; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; }
.label { font-weight: bold; margin-bottom: 0.1em; }
.time { width: 9.5em; }
.owner ul { margin: 0.2em 0 0.5em 0; }
.owner h2 { margin-top: 1.1em; }
.lead { font-size: 12.5pt; }
.quiet { color: #4a5666; }
.number { text-align: right; white-space: nowrap; }
.mono { font-family: "Noto Sans Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: 9.5pt;
        overflow-wrap: anywhere; }
.state { font-weight: bold; border: 1px solid #17202b; padding: 0 0.4em; white-space: nowrap; }
.warning { border: 2px solid #17202b; padding: 0.5em 0.8em; font-weight: bold; }
pre { font-family: "Noto Sans Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: 9.5pt;
      white-space: pre-wrap; overflow-wrap: anywhere; background: #eef1f5; padding: 0.4em 0.6em; margin: 0.3em 0; }
.finding, .step { margin-bottom: 1.2em; }
.blank { height: 1.6em; width: 38%; }
@page { margin: 14mm 16mm; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 10pt; color: #000000; }
  h2, h3, h4 { page-break-after: avoid; break-after: avoid; }
  tr, li, dt { page-break-inside: avoid; break-inside: avoid; }
  pre { background: #ffffff; border: 1px solid #808b9b; }
  .owner { font-size: 9pt; line-height: 1.3; }
  .owner h1 { font-size: 16pt; }
  .owner h2 { font-size: 11.5pt; margin-top: 0.7em; }
  .owner .lead { font-size: 10.5pt; }
  .owner table { font-size: 8.5pt; margin: 0.2em 0 0.5em 0; }
  .owner th, .owner td { padding-top: 0.15em; padding-bottom: 0.15em; }
}
)css";

} // namespace mailmend

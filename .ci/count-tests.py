"""Adds up the results (*.trx) of all test projects in a folder, says why tests were skipped, and ends with one line of totals.

Exits with 1 when a test failed or none ran.
"""

import collections
import pathlib
import sys
import xml.etree.ElementTree as xml

NAMESPACE = {"t": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}

passed = failed = 0
reasons = collections.Counter()
for file in pathlib.Path(sys.argv[1]).glob("**/*.trx"):
    for result in xml.parse(file).iterfind("t:Results/t:UnitTestResult", NAMESPACE):
        if result.get("outcome") == "Passed":
            passed += 1
        elif result.get("outcome") == "NotExecuted":
            reason = result.findtext(".//t:ErrorInfo/t:Message", "no reason given", NAMESPACE)
            reasons[reason.strip().partition("\n")[0]] += 1
        else:
            failed += 1

for reason, count in reasons.most_common():
    print(f"skipped {count}: {reason}")
if passed + failed == 0:
    print("No test ran.")
print(f"{passed} passed, {failed} failed, {reasons.total()} skipped")
sys.exit(0 if passed > 0 and failed == 0 else 1)

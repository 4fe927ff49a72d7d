"""The notes of a release, and what stops one early: python3 tests/package/notes.py"""

import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import notes  # noqa: E402

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n- soon\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- a verb\n\n## [0.1.0]\n\n- first\n"


class Notes(unittest.TestCase):
    def test_section(self):
        self.assertEqual(notes.section(CHANGELOG, "0.2.0"), "### Added\n\n- a verb\n")
        self.assertEqual(notes.section(CHANGELOG, "0.1.0"), "- first\n")
        self.assertIsNone(notes.section(CHANGELOG, "0.3.0"))

    def test_repository(self):
        self.assertIn("has no `repository`", notes.repository_fault("", None))
        self.assertIn("has no `repository`", notes.repository_fault(None, "a/tawsim"))
        self.assertIn("https://", notes.repository_fault("git@example.org:a/tawsim", None))
        self.assertIn("github.com/a/tawsim", notes.repository_fault("https://github.com/b/tawsim", "a/tawsim"))
        self.assertIsNone(notes.repository_fault("https://github.com/a/tawsim", "A/tawsim"))
        self.assertIsNone(notes.repository_fault("https://example.org/tawsim", None))

    def test_wrong_version(self):
        run = subprocess.run([sys.executable, ROOT / "scripts/notes.py", "99.0.0"], capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("not 99.0.0", run.stderr)


unittest.main()

"""The maker of papers: same data, same bytes; what was typed is shown and never obeyed."""

import json
import shutil
from pathlib import Path

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entremise.base import pdf
from entremise.base.pdf import writing
from papers import read_paper

SOURCE = Path(writing.PACKAGE)
TEMPLATE = """
#import "/base/pdf/frame.typ": data, paper, said-in, written
#show: paper.with(width: 105mm, height: 148mm)
= #data.title
#written(data.text)
"""
ARABIC = "يمكنك الاتصال"


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A folder of templates of our own, beside the frame that all papers share."""
    (tmp_path / "base/pdf").mkdir(parents=True)
    shutil.copy(SOURCE / "base/pdf/frame.typ", tmp_path / "base/pdf/frame.typ")
    monkeypatch.setattr(writing, "PACKAGE", tmp_path)
    (tmp_path / "plain.typ").write_text(TEMPLATE)
    return tmp_path


def paper_of(text, title="Notes", **more):
    return pdf.write("plain.typ", {"title": title, "text": text}, **more)


@pytest.mark.usefixtures("shelf")
class TestWriting:
    def test_the_same_data_gives_the_same_bytes(self):
        assert paper_of("Mardi") == paper_of("Mardi")
        assert paper_of("Mardi") != paper_of("Jeudi")

    def test_a_paper_says_nothing_about_itself_but_its_title(self):
        about = read_paper(paper_of("Mardi")).about
        assert about["Title"] == "Notes"
        assert about.keys() <= {"Title", "Creator"}
        assert "ntremise" not in str(about)

    def test_a_paper_is_tagged_and_says_its_language(self):
        content = paper_of("Tuesday", language="en")
        assert b"/Marked true" in content
        assert b"/Lang(en)" in content
        assert b"pdfuaid:part" in content

    def test_what_was_typed_is_shown_and_never_obeyed(self):
        typed = '#import "/base/pdf/frame.typ": * #read("/base/pdf/frame.typ") $x$ *gras* <a> @b'
        assert typed in read_paper(paper_of(typed)).text

    def test_the_lines_that_were_typed_stay_lines(self):
        assert read_paper(paper_of("Un\r\nDeux\n\n\nTrois")).text == "Notes Un Deux Trois"

    def test_arabic_is_drawn_with_the_fonts_of_the_maker_alone(self, shelf):
        data = json.dumps({"title": "Notes", "text": ARABIC, "language": "ar"})
        made = typst.compile(
            str(shelf / "plain.typ"),
            root=str(shelf),
            sys_inputs={"data": data},
            pdf_standards="ua-1",
            ignore_system_fonts=True,
        )
        assert read_paper(made).about["Title"] == "Notes"

    @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.text(max_size=60))
    def test_any_text_is_written_or_refused_in_words(self, text):
        try:
            content, said = paper_of(text), ""
        except pdf.NotWritable as refusal:
            content, said = b"", str(refusal)
        assert content.startswith(b"%PDF") or "ne peuvent pas être imprimées" in said


@pytest.mark.usefixtures("shelf")
class TestRefusing:
    def test_letters_that_no_font_draws_are_named_and_no_box_is_printed(self):
        with pytest.raises(pdf.NotWritable, match="\U00013080"):
            paper_of("Signe \U00013080 ancien")

    def test_a_text_too_long_is_refused(self):
        with pytest.raises(pdf.NotWritable, match="trop long"):
            paper_of("a" * writing.MOST_LETTERS)

    def test_a_paper_that_takes_too_long_is_stopped(self, shelf, monkeypatch):
        (shelf / "plain.typ").write_text("#for a in range(100000000) { let b = a }" + TEMPLATE)
        monkeypatch.setattr(writing, "MOST_SECONDS", 0.3)
        with pytest.raises(pdf.NotWritable, match="trop long"):
            paper_of("Mardi")

    def test_a_template_that_reads_outside_the_package_is_a_bug(self, shelf):
        (shelf / "plain.typ").write_text('#read("/../etc/passwd")' + TEMPLATE)
        with pytest.raises(writing.TemplateWrong):
            paper_of("Mardi")

    def test_a_bug_is_said_without_what_it_was_to_show(self, shelf):
        (shelf / "plain.typ").write_text(TEMPLATE + "#(data.text + 1)")
        with pytest.raises(writing.TemplateWrong) as caught:
            paper_of("Loubna")
        assert "plain.typ" in str(caught.value)
        assert "Loubna" not in str(caught.value)


class TestTemplates:
    def test_none_fetches_a_package_nor_obeys_a_text(self):
        texts = {path: path.read_text() for path in SOURCE.rglob("*.typ")}
        assert texts
        for path, text in texts.items():
            for word in ("@preview", '"@', "eval(", "read(", "plugin("):
                assert word not in text, path

    def test_a_paper_is_shown_and_left_in_no_folder(self):
        answer = pdf.response(b"%PDF-")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'inline; filename="document.pdf"'

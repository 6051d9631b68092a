"""A saved file is noticed, however it was saved."""

import os
from pathlib import Path

from pynews.serve.editor.watch import Watch


def test_the_first_look_finds_nothing_changed(tmp_path: Path):
    (tmp_path / "a.md").write_text("one")
    assert Watch().look([tmp_path]) == frozenset()


def test_a_file_that_changed_came_or_went_is_named(tmp_path: Path):
    watch = Watch()
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    for name in ("kept", "changed", "gone"):
        (deep / name).write_text(name)
    watch.look([tmp_path])
    (deep / "changed").write_text("something else")
    (deep / "gone").unlink()
    (deep / "new").write_text("new")
    assert watch.look([tmp_path]) == {deep / "changed", deep / "gone", deep / "new"}
    assert watch.newest == max((deep / n).stat().st_mtime_ns for n in ("changed", "new"))
    assert watch.look([tmp_path]) == frozenset()


def test_two_saves_within_one_tick_of_the_clock_are_two_saves(tmp_path: Path):
    watch, path = Watch(), tmp_path / "a.md"
    path.write_text("one")
    moment = path.stat().st_mtime_ns
    watch.look([path])
    path.write_text("two")
    os.utime(path, ns=(moment, moment))
    assert watch.look([path]) == {path}


def test_a_file_that_rests_is_not_read_again(tmp_path: Path):
    watch, path = Watch(fresh=0), tmp_path / "a.md"
    path.write_text("one")
    moment = path.stat().st_mtime_ns
    watch.look([path])
    path.write_text("two")
    os.utime(path, ns=(moment, moment))
    assert watch.look([path]) == frozenset()


def test_what_was_saved_just_before_it_came_to_rest_is_seen(tmp_path: Path):
    watch, path = Watch(), tmp_path / "a.md"
    path.write_text("one")
    moment = path.stat().st_mtime_ns
    watch.look([path])
    path.write_text("two")
    os.utime(path, ns=(moment, moment))
    watch.fresh = 0
    assert watch.look([path]) == {path}
    assert watch.look([path]) == frozenset()
    path.write_text("six")
    os.utime(path, ns=(moment, moment))
    assert watch.look([path]) == frozenset()


def test_hidden_and_backup_files_and_links_to_folders_are_left_alone(tmp_path: Path):
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    watch = Watch()
    watch.look([tmp_path])
    (tmp_path / ".issue.md.swp").write_text("x")
    (tmp_path / "issue.md~").write_text("x")
    assert watch.look([tmp_path]) == frozenset()


def test_a_place_that_is_not_there_is_no_fault_and_is_seen_when_it_comes(tmp_path: Path):
    watch, place = Watch(), tmp_path / "later"
    assert watch.look([place]) == frozenset()
    place.mkdir()
    (place / "a").write_text("x")
    assert watch.look([place]) == {place / "a"}


def test_a_huge_file_is_told_by_its_size(tmp_path: Path):
    path = tmp_path / "film.bin"
    with path.open("wb") as file:
        file.truncate(9_000_000)
    watch = Watch()
    watch.look([path])
    assert watch.look([path]) == frozenset()


def test_a_file_that_cannot_be_read_is_still_watched(tmp_path: Path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    path.chmod(0)
    target = tmp_path / "dangling"
    target.symlink_to(tmp_path / "nowhere")
    watch = Watch()
    watch.look([target])
    assert watch.look([target]) == frozenset()

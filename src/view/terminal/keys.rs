//! Translates crossterm's keys and mouse events into those of the workbench.

use crossterm::event::{
    KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::workbench::{Key, KeyCode, Mouse, MouseKind};

/// Returns the key that was pressed or repeated; `None` for a release, and for a key that the workbench does not know.
pub(super) fn workbench_key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = |modifier| event.modifiers.contains(modifier);
    let mut shift = held(KeyModifiers::SHIFT);
    let code = match event.code {
        Code::Char(c) => {
            shift = false;
            KeyCode::Char(c)
        }
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => {
            shift = true;
            KeyCode::Tab
        }
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::F(number) => KeyCode::F(number),
        _ => return None,
    };
    Some(Key { code, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT), shift })
}

/// Returns the mouse event; `None` for one that the workbench does not use.
pub(super) fn workbench_mouse(event: MouseEvent) -> Option<Mouse> {
    let kind = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        _ => return None,
    };
    Some(Mouse { kind, column: event.column, row: event.row })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pressed_keys_have_their_names() {
        for (code, modifiers, name) in [
            (Code::Char('a'), KeyModifiers::NONE, "a"),
            (Code::Char('K'), KeyModifiers::SHIFT, "K"),
            (Code::BackTab, KeyModifiers::SHIFT, "Shift-Tab"),
            (Code::Char('r'), KeyModifiers::CONTROL, "Ctrl-r"),
            (Code::Left, KeyModifiers::SHIFT, "Shift-Left"),
        ] {
            assert_eq!(workbench_key(KeyEvent::new(code, modifiers)).unwrap().to_string(), name);
        }
        let release = KeyEvent::new_with_kind(Code::Char('a'), KeyModifiers::NONE, KeyEventKind::Release);
        assert!(workbench_key(release).is_none());
    }
}

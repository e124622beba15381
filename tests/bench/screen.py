# SPDX-License-Identifier: GPL-3.0-or-later
"""A display without a screen, and the moment at which a window appears on it."""

import ctypes
import ctypes.util
import os
import select
import shutil
import subprocess
import time

from subjects import Unavailable

MAP_NOTIFY = 19
SUBSTRUCTURE_NOTIFY = 1 << 19


class Screen:
    """An Xvfb on a free display number. A context manager."""

    def __enter__(self):
        if not shutil.which("Xvfb"):
            raise Unavailable("Xvfb is not installed (packaging/setup --dev installs it)")
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[writing], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        number = read_number(reading, 10)
        os.close(reading)
        if not number:
            self.__exit__()
            raise Unavailable("Xvfb did not start")
        self.display = ":" + number
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def read_number(descriptor: int, seconds: float) -> str:
    """The digits up to the end of the line: whoever closes earlier breaks the pipe under Xvfb."""
    end = time.monotonic() + seconds
    text = b""
    while not text.endswith(b"\n"):
        ready, _, _ = select.select([descriptor], [], [], max(0, end - time.monotonic()))
        piece = os.read(descriptor, 16) if ready else b""
        if not piece:
            return ""
        text += piece
    return text.decode().strip()


class MapWatch:
    """Tells when a window as large as a main window is mapped. Asks the X server to say so: no polling."""

    class MapEvent(ctypes.Structure):
        _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                    ("event", ctypes.c_ulong), ("window", ctypes.c_ulong), ("override_redirect", ctypes.c_int)]

    def __init__(self, display: str):
        name = ctypes.util.find_library("X11")
        if not name:
            raise Unavailable("libX11 is not installed")
        self.x11 = ctypes.CDLL(name)
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self.x11.XSelectInput.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]
        for call in ("XPending", "XFlush", "XConnectionNumber", "XCloseDisplay"):
            getattr(self.x11, call).argtypes = [ctypes.c_void_p]
        self.x11.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self.x11.XGetGeometry.argtypes = [ctypes.c_void_p, ctypes.c_ulong] + [ctypes.c_void_p] * 7
        # A window may be gone before it is asked for its size; Xlib's own handler would end the program.
        self.ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
        self.x11.XSetErrorHandler(self.ignore)
        self.connection = self.x11.XOpenDisplay(display.encode())
        if not self.connection:
            raise Unavailable(f"no connection to display {display}")
        self.x11.XSelectInput(self.connection, self.x11.XDefaultRootWindow(self.connection), SUBSTRUCTURE_NOTIFY)
        self.x11.XFlush(self.connection)

    def close(self) -> None:
        self.x11.XCloseDisplay(self.connection)

    def wait(self, seconds: float) -> float:
        """The monotonic time at which the window was mapped."""
        end = time.monotonic() + seconds
        event = (ctypes.c_long * 24)()
        while time.monotonic() < end:
            while self.x11.XPending(self.connection):
                self.x11.XNextEvent(self.connection, event)
                moment = time.monotonic()
                mapped = ctypes.cast(event, ctypes.POINTER(self.MapEvent)).contents
                if mapped.type == MAP_NOTIFY and self.width(mapped.window) >= 400:
                    return moment
            select.select([self.x11.XConnectionNumber(self.connection)], [], [], 0.1)
        raise Unavailable(f"no window appeared within {seconds} s")

    def width(self, window: int) -> int:
        root = ctypes.c_ulong()
        numbers = [ctypes.c_int() for _ in range(2)] + [ctypes.c_uint() for _ in range(4)]
        self.x11.XGetGeometry(self.connection, window, ctypes.byref(root), *[ctypes.byref(number) for number in numbers])
        return numbers[2].value

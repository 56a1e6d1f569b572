//! Settings that have to be more than a number.

use std::{net::SocketAddr, time::Duration};

use super::{
    Log, LogFormat, Mode, Reload,
    raw::{ARTICLE_URL, LISTEN, LOG_FORMAT, LOG_LEVEL, PUBLIC_ORIGIN, RELOAD, RELOAD_POLL, Reader},
};

impl Reader<'_> {
    pub(super) fn listen(&mut self, mode: Mode) -> SocketAddr {
        let (value, place) = self.said(&LISTEN);
        let remedy = "write an IP address and a port, such as 127.0.0.1:8080 or [::1]:8080";
        let Ok(address) = value.trim().parse::<SocketAddr>() else {
            self.wrong(place, format!("`{value}` is no address to listen on"), remedy);
            return SocketAddr::from(([127, 0, 0, 1], 0));
        };
        if mode == Mode::Demo && !address.ip().is_loopback() {
            let problem = format!("{address} can be reached from outside, and a demo signs any identity");
            self.wrong(place, problem, "listen on 127.0.0.1 or [::1], or serve without --demo");
        }
        address
    }

    pub(super) fn public_origin(&mut self) -> Option<String> {
        let (value, place) = self.said(&PUBLIC_ORIGIN);
        if value.is_empty() {
            return None;
        }
        let host = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', '@', ' '])) {
            let remedy = "write scheme and host only, such as https://help.example";
            self.wrong(place, format!("`{value}` is no origin"), remedy);
        }
        Some(value)
    }

    pub(super) fn article_url(&mut self) -> String {
        let (value, place) = self.said(&ARTICLE_URL);
        let is_link = ["/", "http://", "https://"].iter().any(|start| value.starts_with(start));
        if !is_link || !value.contains("{article}") {
            let remedy = "write a path or an http(s) URL with {article} in it, and {language} where it belongs";
            self.wrong(place, format!("`{value}` leads to no article"), remedy);
        }
        value
    }

    pub(super) fn reload(&mut self) -> Reload {
        let (value, place) = self.said(&RELOAD);
        let poll = Duration::from_secs(self.number(&RELOAD_POLL, 1, 3600).into());
        match value.as_str() {
            "watch" => Reload::Watch { poll },
            "poll" => Reload::Poll { every: poll },
            "off" => Reload::Off,
            other => {
                self.wrong(place, format!("`{other}` is no way to reload"), "write watch, poll or off");
                Reload::Off
            }
        }
    }

    pub(super) fn log(&mut self) -> Log {
        let (format, place) = self.said(&LOG_FORMAT);
        let format = match format.as_str() {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            other => {
                self.wrong(place, format!("`{other}` is no log format"), "write text or json");
                LogFormat::Text
            }
        };
        let (level, place) = self.said(&LOG_LEVEL);
        if let Err(error) = level.parse::<tracing_subscriber::EnvFilter>() {
            let remedy = "write error, warn, info, debug or trace, or directives such as bolt=debug,info";
            self.wrong(place, format!("`{level}` is no log level ({error})"), remedy);
        }
        Log { format, level }
    }
}

//! The store: knows items by number, in an SQLite database that it makes at its start.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;
use tracing::{info, instrument};

use crate::http::Refusal;
use crate::process::Serve;
use crate::telemetry::Telemetry;
use crate::{Failure, http, process};

/// What the store says of an item.
#[derive(Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) left: i64,
}

pub(crate) async fn run(serve: Serve) -> Result<(), Failure> {
    let telemetry = Telemetry::init("store")?;
    let routes = Router::new().route("/items/{id}", get(item)).with_state(database().await?);
    process::serve(serve, 8081, http::service(routes, &telemetry)).await?;
    telemetry.finish()
}

/// A database in memory, which a second connection would not see.
async fn database() -> Result<SqlitePool, sqlx::Error> {
    let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await?;
    sqlx::query("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL, stock INTEGER NOT NULL)")
        .execute(&pool)
        .await?;
    sqlx::query("INSERT INTO items VALUES (1, 'lantern', 3), (2, 'rope', 0)").execute(&pool).await?;
    Ok(pool)
}

#[instrument(name = "look_up", skip(pool), err)]
async fn item(State(pool): State<SqlitePool>, Path(id): Path<i64>) -> Result<Json<Item>, Refusal> {
    let found: Option<(String, i64)> =
        sqlx::query_as("SELECT name, stock FROM items WHERE id = ?").bind(id).fetch_optional(&pool).await?;
    let (name, left) = found.ok_or(Refusal(StatusCode::NOT_FOUND))?;
    info!(name, left, "found");
    Ok(Json(Item { name, left }))
}
